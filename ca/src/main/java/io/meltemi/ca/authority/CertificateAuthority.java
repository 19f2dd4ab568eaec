package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.x509.CertificateSigningRequest;
import io.meltemi.ca.x509.CsrRefused;
import io.meltemi.ca.x509.Issuer;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.LeafRequest;
import io.meltemi.ca.x509.Pem;
import io.meltemi.ca.x509.SerialNumbers;
import io.meltemi.ca.x509.SubjectNames;
import io.meltemi.ca.x509.Validity;
import io.meltemi.ca.x509.WorkloadSigner;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs, and says what is trusted. It believes the identity that it is given: who asks must have
 * been authenticated. All methods may be called from any thread; issuing costs a fraction of a
 * millisecond of CPU and never blocks.
 */
public final class CertificateAuthority implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CertificateAuthority.class);

  /** How often files and a rotation are looked at. */
  private static final Duration LOOKS = Duration.ofSeconds(1);

  private final CaOptions options;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Source source;
  private final Keeper keeper = new Keeper();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Current current;

  /**
   * Where the issuer comes from.
   *
   * @param problem with its newest input
   * @param rotation of a root of our own
   */
  private record Source(
      Supplier<Optional<String>> problem, Optional<RootRotation> rotation, IssuedUntil issued) {}

  /**
   * One volatile reference, so that a reader never sees the issuer of one state and the roots of
   * another.
   */
  private record Current(
      IssuerState own,
      ImmutableList<X509Certificate> foreign,
      SentAlong along,
      TrustBundle bundle) {
    static Current of(IssuerState own, ImmutableList<X509Certificate> foreign) {
      return new Current(
          own,
          foreign,
          SentAlong.with(own),
          TrustBundle.of(
              ImmutableList.<X509Certificate>builder()
                  .addAll(own.trusted())
                  .addAll(foreign)
                  .build()));
    }
  }

  private CertificateAuthority(
      CaOptions options, InstantSource clock, IssuerState initial, Source source) {
    this.options = options;
    this.clock = clock;
    this.source = source;
    this.current = Current.of(initial, ImmutableList.of());
    ExpiryWatch expiry = new ExpiryWatch();
    keeper.repeat(LOOKS, () -> expiry.news(status()).forEach(log::warn));
  }

  /**
   * A CA whose root we sign ourselves and keep in that folder, readable for its owner only. A root
   * that is there is used again.
   */
  public static CertificateAuthority selfSigned(
      Path stateFolder, CaOptions options, InstantSource clock) {
    return selfSigned(new FolderRootStore(stateFolder), options, clock);
  }

  /**
   * A CA whose root we sign ourselves and share with other istiods: one of them makes it, and the
   * one that leads rotates it.
   */
  public static CertificateAuthority shared(
      RootVault vault, CaOptions options, InstantSource clock) {
    return selfSigned(new VaultRootStore(vault), options, clock);
  }

  private static CertificateAuthority selfSigned(
      RootStore store, CaOptions options, InstantSource clock) {
    IssuedUntil issued = new IssuedUntil();
    Instant now = clock.instant();
    AtomicBoolean isNew = new AtomicBoolean();
    RootSet roots =
        store.loadOrCreate(
            () -> {
              isNew.set(true);
              return RootSet.of(OwnRoot.create(options, now, new SecureRandom()));
            });
    if (!isNew.get()) {
      // What it has signed before this start is not known, but it cannot live longer than that.
      issued.record(
          roots.signer().certificate(),
          Validity.starting(now, options.maxTtl(), roots.signer().issuer().notAfter()).notAfter());
    }
    RootRotation rotation = new RootRotation(store, options, clock, roots, issued);
    CertificateAuthority authority =
        new CertificateAuthority(
            options,
            clock,
            roots.issuerState(),
            new Source(Optional::empty, Optional.of(rotation), issued));
    rotation.use(authority::replace);
    authority.keeper.repeat(LOOKS, () -> rotation.look(authority.trustBundle().version()));
    return authority;
  }

  /**
   * A CA whose certificate and key are given to us, in either form of the Secret {@code cacerts}.
   * The files are followed; when new ones are broken, the last good ones hold and {@link #status()}
   * says why.
   *
   * @throws IllegalStateException when there is nothing good to begin with
   */
  public static CertificateAuthority pluggedIn(
      Path cacertsFolder, CaOptions options, InstantSource clock) {
    return pluggedIn(new CacertsFolder(cacertsFolder), options, clock);
  }

  /** The same of entries that are in no folder. */
  public static CertificateAuthority pluggedIn(
      CacertsEntries entries, CaOptions options, InstantSource clock) {
    return pluggedIn(new CacertsFolder(entries), options, clock);
  }

  private static CertificateAuthority pluggedIn(
      CacertsFolder folder, CaOptions options, InstantSource clock) {
    CacertsFollower follower = new CacertsFollower(folder, clock);
    CertificateAuthority authority =
        new CertificateAuthority(
            options,
            clock,
            follower.start(),
            new Source(follower::problem, Optional.empty(), new IssuedUntil()));
    authority.keeper.repeat(LOOKS, () -> follower.look().ifPresent(authority::replace));
    return authority;
  }

  public CaOptions options() {
    return options;
  }

  /** Every root that a proxy trusts: ours, and those of MeshConfig. */
  public TrustBundle trustBundle() {
    return current.bundle();
  }

  /** The roots that our own callers' certificates must come from; not those of other meshes. */
  public ImmutableList<X509Certificate> ownRoots() {
    return current.own().trusted();
  }

  /**
   * Of those: the same on every istiod that shares them, whatever each trusts of other meshes, and
   * another in every stage of a rotation in which other roots are trusted.
   */
  public String ownRootsVersion() {
    return TrustBundle.of(ownRoots()).version();
  }

  /** The rotation of the root, which only a CA that signs itself has. */
  public Optional<RootRotation> rotation() {
    return source.rotation();
  }

  /** When the first certificate of what signs now ends. */
  public Instant issuerNotAfter() {
    return current.own().issuer().notAfter();
  }

  /** Another text when another key signs or other certificates are sent along. */
  public String issuerVersion() {
    Issuer issuer = current.own().issuer();
    return TrustBundle.of(
            ImmutableList.<X509Certificate>builder()
                .add(issuer.certificate())
                .addAll(issuer.intermediates())
                .build())
        .version();
  }

  /** What our own CA has revoked, for those who verify certificates themselves. */
  public ImmutableList<X509CRL> revocationLists() {
    return current.own().crls();
  }

  /** What signs, what is trusted, how long yet, and what is wrong; for people and for metrics. */
  public AuthorityStatus status() {
    Current now = current;
    return AuthorityStatus.of(
        now.own(),
        now.foreign(),
        clock.instant(),
        source.problem().get(),
        rotation().flatMap(RootRotation::underWay));
  }

  /** Trust these roots of other meshes too (MeshConfig caCertificates), instead of those before. */
  public synchronized void trustAlso(ImmutableList<X509Certificate> roots) {
    publish(Current.of(current.own(), roots));
  }

  /** Makes a key and signs for it. */
  public IssuedIdentity issue(SpiffeId id, Duration ttl) {
    return issue(id, CertificateWish.of(ttl));
  }

  /** The same, as far as the wish can be granted. */
  public IssuedIdentity issue(SpiffeId id, CertificateWish wish) {
    return issue(new SubjectNames.Workload(id), wish);
  }

  /** A certificate with these names for a server of ours, for the default lifetime. */
  public IssuedIdentity issueServer(ImmutableSortedSet<String> dnsNames) {
    return issue(new SubjectNames.Server(dnsNames), CertificateWish.NONE);
  }

  private IssuedIdentity issue(SubjectNames names, CertificateWish wish) {
    Instant now = clock.instant();
    Current state = current;
    Issuer issuer = state.own().issuer();
    Validity validity = validity(now, wish.lifetime(options), issuer);
    KeyPair keys = KeyType.P256.generate();
    byte[] leaf = sign(issuer, keys.getPublic(), names, validity);
    return new IssuedIdentity(
        Pem.writeCertificate(leaf) + String.join("", state.along().intermediates()),
        Pem.write(keys.getPrivate()),
        validity.notBefore(),
        validity.notAfter(),
        wish.renewAt(now, validity.notAfter(), options, random.nextDouble()));
  }

  /**
   * Signs the key of a certificate request: leaf, intermediates, root last, one PEM each; while
   * several roots of ours are trusted, the last one holds all of them. Of the request, nothing but
   * the key counts.
   *
   * @param ttl zero or less asks for the default, as with Istio
   * @throws CsrRefused also when the lifetime is longer than allowed
   */
  public ImmutableList<String> sign(String csrPem, SpiffeId id, Duration ttl) throws CsrRefused {
    Duration lifetime = ttl.isPositive() ? ttl : options.defaultTtl();
    if (lifetime.compareTo(options.maxTtl()) > 0) {
      throw new CsrRefused(
          "the requested lifetime is longer than the "
              + options.maxTtl().toHours()
              + " hours allowed");
    }
    PublicKey key = CertificateSigningRequest.parse(csrPem).key();
    Current now = current;
    Issuer issuer = now.own().issuer();
    Validity validity = validity(clock.instant(), lifetime, issuer);
    return ImmutableList.<String>builder()
        .add(Pem.writeCertificate(sign(issuer, key, new SubjectNames.Workload(id), validity)))
        .addAll(now.along().intermediates())
        .add(now.along().roots())
        .build();
  }

  private byte[] sign(Issuer issuer, PublicKey key, SubjectNames names, Validity validity) {
    source.issued().record(issuer.certificate(), validity.notAfter());
    return WorkloadSigner.sign(
        issuer, new LeafRequest(key, names, validity, SerialNumbers.next(random)));
  }

  private static Validity validity(Instant now, Duration ttl, Issuer issuer) {
    Validity validity = Validity.starting(now, ttl, issuer.notAfter());
    if (!validity.notAfter().isAfter(now)) {
      throw new IssuanceUnavailable("The CA's own certificates ended at " + issuer.notAfter());
    }
    return validity;
  }

  /** Called after what signs or what is trusted has changed, on the thread that changed it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Signs and trusts from now on as this says. */
  synchronized void replace(IssuerState next) {
    publish(Current.of(next, current.foreign()));
  }

  private void publish(Current next) {
    if (next.equals(current)) {
      return;
    }
    current = next;
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.error("What follows a change of the CA has failed; the change holds", e);
      }
    }
  }

  @Override
  public void close() {
    keeper.close();
    listeners.clear();
  }
}
