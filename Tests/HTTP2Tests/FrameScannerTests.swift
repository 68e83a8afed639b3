internal import HTTP2
