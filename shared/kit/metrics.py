"""The figures each service shows at /metrics in Prometheus format."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("saishi_requests", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "saishi_request_seconds",
    "Time to answer a request",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
RELAYED = Counter("saishi_relayed", "Journal rows the bus has taken")
CONSUMED = Counter("saishi_consumed", "Messages handled", ["type"])
DEAD_LETTERS = Counter("saishi_dead_letters", "Messages put aside for a person to look at")
STREAMS = Gauge("saishi_live_streams", "Open live pages")
RENDERED = Counter("saishi_live_rendered", "Live fragments rendered")
