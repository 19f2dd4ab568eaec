package io.meltemi.ca;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a workload: its service account in its namespace, in a trust domain. Printed as
 * {@code spiffe://TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT}.
 *
 * <p>Only what Kubernetes itself admits as names gets in, so that no identity can be read in two
 * ways by two readers: no percent signs, no slashes, no upper case.
 */
public record SpiffeId(String trustDomain, String namespace, String serviceAccount)
    implements Comparable<SpiffeId> {
  /** The SPIFFE standard's limit for the whole URI. */
  public static final int MAX_LENGTH = 2048;

  private static final String SCHEME = "spiffe://";
  private static final String SUBJECT = "system:serviceaccount:";
  // These three run on short text of a fixed shape and cannot backtrack: each class of characters
  // is followed by one that it does not hold.
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
  private static final Pattern URI = Pattern.compile("spiffe://([^/]+)/ns/([^/]+)/sa/([^/]+)");

  public SpiffeId {
    if (!isTrustDomain(trustDomain)) {
      throw new IllegalArgumentException("Not a trust domain");
    }
    if (!LABEL.matcher(namespace).matches() || !ACCOUNT.matcher(serviceAccount).matches()) {
      throw new IllegalArgumentException("Not a namespace and a service account");
    }
  }

  /** The identity, when these are names that Kubernetes would admit. */
  public static Optional<SpiffeId> of(String trustDomain, String namespace, String serviceAccount) {
    return isTrustDomain(trustDomain)
            && LABEL.matcher(namespace).matches()
            && ACCOUNT.matcher(serviceAccount).matches()
        ? Optional.of(new SpiffeId(trustDomain, namespace, serviceAccount))
        : Optional.empty();
  }

  /** Reads a URI of a certificate; empty for anything that is not exactly such an identity. */
  public static Optional<SpiffeId> parse(String uri) {
    if (uri.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher matcher = URI.matcher(uri);
    return matcher.matches()
        ? of(matcher.group(1), matcher.group(2), matcher.group(3))
        : Optional.empty();
  }

  /** Reads the subject of a token: {@code system:serviceaccount:NAMESPACE:ACCOUNT}. */
  public static Optional<SpiffeId> ofSubject(String trustDomain, String subject) {
    if (!subject.startsWith(SUBJECT) || subject.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String rest = subject.substring(SUBJECT.length());
    int colon = rest.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : of(trustDomain, rest.substring(0, colon), rest.substring(colon + 1));
  }

  /** Whether this can be a trust domain: lower case, digits, dots, dashes, underscores. */
  public static boolean isTrustDomain(String text) {
    return TRUST_DOMAIN.matcher(text).matches();
  }

  /** How Kubernetes calls this account: {@code system:serviceaccount:NAMESPACE:ACCOUNT}. */
  public String subject() {
    return SUBJECT + namespace + ":" + serviceAccount;
  }

  /** The same account in another trust domain. */
  public SpiffeId in(String otherTrustDomain) {
    return trustDomain.equals(otherTrustDomain)
        ? this
        : new SpiffeId(otherTrustDomain, namespace, serviceAccount);
  }

  @Override
  public int compareTo(SpiffeId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return SCHEME + trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
  }
}
