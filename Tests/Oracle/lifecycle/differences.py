"""Where keyward answers otherwise than Elasticsearch, and why."""

EVERYWHERE = []
ONLY = {"8.18.1": [], "7.17.28": []}


def of(release):
    return EVERYWHERE + ONLY[release]
