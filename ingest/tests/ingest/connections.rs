//! Connections on which no request comes hold nobody up.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use candor_ingest::serve::Limits;

use crate::kit::{Person, Request, Server, image};

/// Far more than any of this takes.
const LONG: Duration = Duration::from_secs(20);

fn connect(server: &Server, begun: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    // On a busy machine the server may have given up already.
    let _ = stream.write_all(begun);
    stream
}

#[test]
fn a_connection_that_asks_for_nothing_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { header_time: Duration::from_millis(100), ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    for begun in [&b""[..], b"GET /v1/health HTTP/1.1\r\n", b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
        let end = connect(&server, begun).read_to_end(&mut Vec::new()).map_err(|error| error.kind());
        assert!(!matches!(end, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)), "still open: {end:?}");
    }
}

#[test]
fn a_connection_that_no_place_is_left_for_waits_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { connections: 2, header_time: Duration::from_millis(300), ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let begun = Instant::now();
    let _held = [connect(&server, b"GET"), connect(&server, b"GET")];
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    assert!((limits.header_time..LONG).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

#[test]
fn a_stop_waits_for_what_runs_and_for_nothing_else() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let limits = Limits { header_time: Duration::from_millis(300), ..Limits::default() };
    let mut server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let address = server.address;
    let _idle = [connect(&server, b""), connect(&server, b"GET")];
    let reply = person.put(&image("one")).send_in_two(address, || {
        server.begin_stop();
        // From now on nobody is let in.
        while TcpStream::connect(address).is_ok() {
            thread::yield_now();
        }
    });
    assert_eq!(reply.unwrap().status, 201);
    let begun = Instant::now();
    drop(server);
    assert!(begun.elapsed() < limits.grace, "{:?}", begun.elapsed());
}
