// Facts for the page, fetched when it is built: each once, however often it is stated.
const API = "http://127.0.0.1:8000/api/v1";
const QUESTION = {"indicator": "market-size", "unit": "CNY", "entity": ["china-llm-market"]};
const FACTS = {"repeats": "first", "roles": "plain", "period__isnull": "false", "sort": "period", "limit": "1000"};
const FIELDS = "period,year,period_mid,series_name,value,value_low,value_high,comparator,label,is_forecast,in_conflict,"
  + "publisher_kind_label,source_title,source_url,quote,fact_url,unit_name";

async function facts(cursor) {
  const asked = new URLSearchParams({...FACTS, fields: FIELDS});
  for (const [name, value] of Object.entries(QUESTION)) for (const one of [value].flat()) asked.append(name, one);
  if (cursor) asked.set("cursor", cursor);
  const answer = await fetch(`${API}/metrics?${asked}`);
  const page = await answer.json();
  // a problem document says which parameter is wrong, and what is allowed; the build ends with it
  if (!answer.ok) throw new Error(page.detail);
  return page.page.next_cursor ? [...page.data, ...(await facts(page.page.next_cursor))] : page.data;
}

process.stdout.write(JSON.stringify(await facts()));
