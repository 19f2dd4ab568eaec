package io.meltemi.translator.proxy;

/** Which IP families a proxy's own addresses have. */
public record IpFamilies(boolean ipv4, boolean ipv6) {

  public static final IpFamilies V4 = new IpFamilies(true, false);

  /** Of IP literals; a colon is what tells the families apart. */
  public static IpFamilies of(Iterable<String> addresses) {
    boolean ipv4 = false;
    boolean ipv6 = false;
    for (String address : addresses) {
      if (address.indexOf(':') >= 0) {
        ipv6 = true;
      } else {
        ipv4 = true;
      }
    }
    return new IpFamilies(ipv4, ipv6);
  }

  /** The wildcard address to listen on: {@code 0.0.0.0}, or {@code ::} on IPv6 only. */
  public String wildcardAddress() {
    return ipv4 || !ipv6 ? "0.0.0.0" : "::";
  }

  /** The loopback address to listen on: {@code 127.0.0.1}, or {@code ::1} on IPv6 only. */
  public String loopbackAddress() {
    return ipv4 || !ipv6 ? "127.0.0.1" : "::1";
  }
}
