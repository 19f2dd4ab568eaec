package io.meltemi.translator.proxy;

/** How traffic gets into the proxy ({@code INTERCEPTION_MODE}). */
public enum InterceptionMode {
  /** iptables REDIRECT: the original destination is kept, the source address is not. */
  REDIRECT,
  /** iptables TPROXY: both are kept. */
  TPROXY,
  /** Nothing is captured: applications dial the proxy's own listeners. */
  NONE
}
