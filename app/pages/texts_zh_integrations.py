"""Texts of the index of files for other tools in Chinese, by their English."""

INTEGRATIONS: dict[str, str] = {
    "In other tools": "在其他工具中使用",
    "Files for dashboards, notebooks and apps, with the address of this service in them.": "用于仪表板、笔记本和应用的文件，其中已写入本服务的地址。",
    "Each shows a fact once, its source and what contradicts it beside it, and keeps forecasts apart.": "每个事实只出现一次，旁边列出来源和矛盾之处，预测与实际分开。",
    "They begin with:": "起点：",
    "Filters of /series in the address of this page choose something else:": "在本页地址中写 /series 的筛选可以另选：",
    "Steps for each are in the guide.": "每个工具的步骤见指南。",
    "The files begin with figures that have a period, and none has been curated yet. They are here when one is.": (
        "文件以带时间的数据为起点，目前还没有这样的、经过整理的数据；有了之后即可下载。"
    ),
    "An app of one file: choose an indicator, and see its figures with their sources.": "单文件应用：选择指标，查看数据及其来源。",
    "The same as an app of Plotly Dash.": "同样的应用，用 Plotly Dash。",
    "A dashboard on the Infinity data source: actual values as lines, forecasts dashed, and each figure with its source.": "基于 Infinity 数据源的仪表板：实际值为实线，预测为虚线，每个数据附来源。",
    "Metadata for a copy of the SQLite file: views first, tables hidden, questions to begin with.": "SQLite 文件副本的元数据：视图在前，表隐藏，并附可直接使用的查询。",
    "A dashboard of five charts with filters, over the views of the database; `database` is its address, without a password.": "含五个图表和筛选器的仪表板，基于数据库视图；`database` 为数据库地址，不含密码。",
    "A notebook with pandas and Altair.": "使用 pandas 和 Altair 的笔记本。",
    "The one line that a spreadsheet takes, and where to paste it.": "电子表格需要的一行地址，以及粘贴的位置。",
    "A starter whose page is built from the facts and loads nothing from another host.": "起步项目：页面由数据构建，不从其他主机加载任何内容。",
}
