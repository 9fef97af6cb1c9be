//! Who may have something run: the book's own pages, of this start, opened by whoever has started it.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use axum::extract::Request;
use axum::http::{HeaderName, Method, header};
use rand::TryRng;
use rand::rngs::SysRng;

/// Where a page puts the token. A form or a page from elsewhere can't send such a header.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-notebook-token");

/// What a browser says of where a request comes from.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The token of this start.
pub(super) struct Guard {
    token: String,
}

impl Guard {
    pub(super) fn new() -> Result<Self> {
        let mut bytes = [0; 16];
        SysRng.try_fill_bytes(&mut bytes).context("the system gives no random numbers")?;
        Ok(Self { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether the token may be read: by a page of the book. Another site's page can send such a request, but its
    /// browser won't let it see the answer; and `serve` has refused all names but this computer's.
    ///
    /// # Errors
    /// The sentence with which it is refused.
    pub(super) fn may_read(&self, request: &Request) -> Result<(), &'static str> {
        if request.method() != Method::GET {
            return Err("The token is read, and nothing else.");
        }
        if site(request).is_some_and(|site| site != "same-origin") {
            return Err("Only the book's own pages may read this.");
        }
        Ok(())
    }

    /// Whether something may be run.
    ///
    /// # Errors
    /// The sentence with which it is refused.
    pub(super) fn may_run(&self, request: &Request, peer: SocketAddr) -> Result<(), &'static str> {
        if request.method() != Method::POST {
            return Err("The notebook is asked by POST, and by nothing else.");
        }
        if !is_own_page(request) || site(request).is_some_and(|site| site != "same-origin") {
            return Err("Only the book's own pages may have something run.");
        }
        if only(request, header::CONTENT_TYPE) != Some("application/json") {
            return Err("The notebook is asked in JSON, and in nothing else.");
        }
        match only(request, TOKEN) {
            Some(token) if same(token, &self.token) => {}
            Some(_) => return Err("This page is from an earlier start of the book: load it anew."),
            None => return Err("This request does not carry the token of the book's pages."),
        }
        if !owner::is_ours(peer) {
            return Err("Only the one who has opened this book may have something run.");
        }
        Ok(())
    }
}

/// The value of a header that is there once.
fn only(request: &Request, name: HeaderName) -> Option<&str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?.to_str().ok();
    if values.next().is_some() { None } else { value }
}

fn site(request: &Request) -> Option<&str> {
    request.headers().get(SITE).map(|site| site.to_str().unwrap_or_default())
}

/// Whether the page that asks has the very address, port included, that is asked.
fn is_own_page(request: &Request) -> bool {
    let (Some(origin), Some(host)) = (only(request, header::ORIGIN), only(request, header::HOST)) else {
        return false;
    };
    origin.strip_prefix("http://").or(origin.strip_prefix("https://")) == Some(host)
}

/// Whether two tokens are the same, in a time that doesn't tell where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Another user of this computer can read the pages, and the token too. Linux tells whose a connection is.
#[cfg(target_os = "linux")]
mod owner {
    use std::fs;
    use std::net::{IpAddr, SocketAddr};
    use std::os::unix::fs::MetadataExt;

    /// Whether the other end belongs to the user who runs this program, or to root.
    pub(super) fn is_ours(peer: SocketAddr) -> bool {
        let (Ok(table), Ok(own)) = (fs::read_to_string("/proc/net/tcp"), fs::metadata("/proc/self")) else {
            return true; // a system that doesn't tell, as others don't
        };
        of(&table, peer).is_some_and(|uid| uid == own.uid() || uid == 0)
    }

    /// The user of the socket with this address, in the table of all.
    fn of(table: &str, address: SocketAddr) -> Option<u32> {
        let IpAddr::V4(ip) = address.ip() else { return None };
        let address = format!("{:08X}:{:04X}", u32::from_ne_bytes(ip.octets()), address.port());
        let mut sockets = table.lines().skip(1).map(str::split_whitespace);
        let mut socket = sockets.find(|socket| socket.clone().nth(1) == Some(&address))?;
        socket.nth(7)?.parse().ok()
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::net::{Ipv4Addr, TcpListener, TcpStream};

        #[test]
        fn a_connections_user_is_known() {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            let table = fs::read_to_string("/proc/net/tcp").unwrap();
            let own = fs::metadata("/proc/self").unwrap().uid();
            assert_eq!(of(&table, client.local_addr().unwrap()), Some(own));
            assert!(is_ours(client.local_addr().unwrap()));
        }

        #[test]
        fn another_users_connection_is_not_ours() {
            let ip = u32::from_ne_bytes([127, 0, 0, 1]);
            let table = format!(
                "sl local_address rem_address st tx rx tr tm retr uid timeout inode\n\
                 0: {ip:08X}:0BB8 {ip:08X}:C350 01 0:0 0:0 0 1000 0 1\n\
                 1: {ip:08X}:C350 {ip:08X}:0BB8 01 00000000:00000000 00:00000000 00000000 65534 0 2\n"
            );
            assert_eq!(of(&table, "127.0.0.1:50000".parse().unwrap()), Some(65534));
            assert_eq!(of(&table, "127.0.0.1:50001".parse().unwrap()), None);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod owner {
    use std::net::SocketAddr;

    pub(super) fn is_ours(_: SocketAddr) -> bool {
        true
    }
}
