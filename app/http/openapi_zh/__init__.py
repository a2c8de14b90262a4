"""The OpenAPI document in Chinese: its texts by their English, and what puts them into the document."""
