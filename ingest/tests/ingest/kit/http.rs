//! Just enough of HTTP/1.1 to ask one thing on one connection.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

/// What a server says when it begins to read a body that waits for that (RFC 9110, 10.1.1).
const CONTINUE: [u8; 25] = *b"HTTP/1.1 100 Continue\r\n\r\n";

#[derive(Clone)]
pub(crate) struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self { method: method.into(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Sets a header, replacing one of that name.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    /// The same request at another path.
    pub(crate) fn retarget(self, path: &str) -> Self {
        Self { path: path.into(), ..self }
    }

    pub(crate) fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }

    /// Everything that goes over the wire, but for the body.
    fn head(&self) -> String {
        let Self { method, path, headers, body } = self;
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        let host = if headers.contains("Host: ") { "" } else { "Host: localhost\r\n" };
        format!("{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n{headers}Content-Length: {length}\r\n\r\n")
    }

    /// Asks, and waits for the whole answer.
    pub(crate) fn send(&self, to: SocketAddr) -> io::Result<Reply> {
        self.send_part(to, self.body.len())
    }

    /// Asks with the first bytes of the body only.
    pub(crate) fn send_part(&self, to: SocketAddr, bytes: usize) -> io::Result<Reply> {
        let mut stream = TcpStream::connect(to)?;
        stream.write_all(self.head().as_bytes())?;
        stream.write_all(&self.body[..bytes])?;
        read_reply(stream)
    }

    /// Asks with half of the body once the server reads it, and lets `meanwhile` happen before the rest.
    pub(crate) fn send_in_two(&self, to: SocketAddr, meanwhile: impl FnOnce()) -> io::Result<Reply> {
        let mut stream = TcpStream::connect(to)?;
        let (first, second) = self.body.split_at(self.body.len() / 2);
        stream.write_all(self.clone().header("Expect", "100-continue").head().as_bytes())?;
        let mut wanted = [0; CONTINUE.len()];
        stream.read_exact(&mut wanted)?;
        assert_eq!(wanted, CONTINUE, "{}", String::from_utf8_lossy(&wanted));
        stream.write_all(first)?;
        meanwhile();
        stream.write_all(second)?;
        read_reply(stream)
    }
}

fn read_reply(mut stream: TcpStream) -> io::Result<Reply> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let cut_short = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or_else(cut_short)?;
    let body = bytes.split_off(end + 4);
    let head = String::from_utf8(bytes).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let reply = Reply { status, head, body };
    let length = reply.header("content-length").map_or(0, |value| value.parse().unwrap());
    if reply.body.len() == length { Ok(reply) } else { Err(cut_short()) }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// The status and the name of a problem, which it must be.
pub(crate) fn problem(reply: &Reply) -> (u16, String) {
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{reply:?}");
    let json = reply.json();
    assert_eq!(json["status"], reply.status);
    assert!(!json["title"].as_str().unwrap().is_empty());
    (reply.status, json["type"].as_str().unwrap().strip_prefix("/problems/").unwrap().to_owned())
}
