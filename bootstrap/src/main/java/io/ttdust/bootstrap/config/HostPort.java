package io.ttdust.bootstrap.config;

import java.net.InetSocketAddress;

/// An address to listen on.
///
/// @param host a name or an IP address, without brackets
/// @param port 0 for any free one
public record HostPort(String host, int port) {

    /// Stands for no address at all.
    static final HostPort NOWHERE = new HostPort("", 0);

    private static final String LOOPBACK = "127.0.0.1";

    /// As [#parse]; a port alone is on the loopback address.
    static HostPort parseOnLoopback(String text) {
        if (text.startsWith(":")) {
            return parse(LOOPBACK + text);
        }
        return text.contains(":") ? parse(text) : parse(LOOPBACK + ":" + text);
    }

    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("is not host:port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("has a port outside 0..65535");
        }
        return new HostPort(host, port);
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }
}
