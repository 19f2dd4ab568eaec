package io.meltemi.ca.authority;

import io.meltemi.ca.x509.Validity;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes over from one self-signed root to the next without a moment in which somebody is not
 * trusted. Each step is kept before it is taken, so a restart goes on where it was. Begins by
 * itself when the root has less than a fifth of its life left.
 */
public final class RootRotation {
  private static final Logger log = LoggerFactory.getLogger(RootRotation.class);

  private final RootStore store;
  private final CaOptions options;
  private final InstantSource clock;
  private final IssuedUntil issued;
  private final SecureRandom random = new SecureRandom();
  private volatile RootSet roots;
  private volatile BundleAcks acks = _ -> false;

  /** Taken from the store, and not obeyed as long as a step cannot be kept. */
  private Optional<RotationRequest> asked = Optional.empty();

  /** Told of each step after it has been kept. */
  private Consumer<IssuerState> use = _ -> {};

  RootRotation(
      RootStore store,
      CaOptions options,
      InstantSource clock,
      RootSet initial,
      IssuedUntil issued) {
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.roots = initial;
    this.issued = issued;
  }

  void use(Consumer<IssuerState> consumer) {
    this.use = consumer;
  }

  /** Who says what proxies have taken; until this is set, no rotation gets past its first stage. */
  public void driveBy(BundleAcks ledger) {
    this.acks = ledger;
  }

  /** What is under way. */
  public Optional<Rotation> underWay() {
    return roots.rotation();
  }

  /** Publishes a new root beside the one that signs; false when a rotation is under way already. */
  public synchronized boolean begin() {
    if (roots.rotation().isPresent()) {
      return false;
    }
    Instant now = clock.instant();
    OwnRoot incoming = roots.signer().createNext(options, now, random);
    log.info("A rotation of the root begins: {} is published beside {}", incoming, roots.signer());
    take(roots.beginning(incoming, Rotation.begin(roots.signer(), incoming, now)));
    return true;
  }

  /** Nothing moves until {@link #resume}. */
  public synchronized void pause() {
    pause(true);
  }

  public synchronized void resume() {
    pause(false);
  }

  private void pause(boolean paused) {
    roots
        .rotation()
        .filter(rotation -> rotation.paused() != paused)
        .ifPresent(rotation -> take(roots.with(rotation.paused(paused))));
  }

  /**
   * One look: takes a step if it is time.
   *
   * @param bundleVersion of what is published now
   */
  synchronized void look(String bundleVersion) {
    store.takeNews().ifPresent(this::adopt);
    if (!store.leads()) {
      return;
    }
    asked = asked.or(store::takeRequest);
    asked.ifPresent(this::obey);
    asked = Optional.empty();
    Instant now = clock.instant();
    if (roots.rotation().isEmpty()) {
      if (CertificateLife.of(roots.signer().certificate(), now).stage()
          != CertificateLife.Stage.GOOD) {
        begin();
      }
      return;
    }
    Rotation rotation = roots.rotation().get();
    if (rotation.paused()) {
      return;
    }
    switch (rotation.stage()) {
      case AWAIT_ACKS -> awaitAcks(rotation, bundleVersion, now);
      case AWAIT_OLD_CERTIFICATES -> awaitOldCertificates(rotation, now);
    }
  }

  private void obey(RotationRequest request) {
    log.info("Asked of the rotation of the root: {}", request);
    switch (request) {
      case BEGIN -> begin();
      case PAUSE -> pause();
      case RESUME -> resume();
    }
  }

  private void awaitAcks(Rotation rotation, String bundleVersion, Instant now) {
    // Who is connecting again at this moment is on no list; give them time to be asked.
    boolean waited = !now.isBefore(rotation.since().plus(options.rotationWait()));
    if (waited && acks.allConnectedHave(bundleVersion)) {
      log.info("Every connected proxy trusts the new root: it signs from now on");
      if (store.isShared()) {
        // The others go on with the old one until they hear of this.
        recordOthers(roots.root(rotation.outgoing()), now.plus(options.rotationWait()));
      }
      take(roots.signingWithNew(rotation.signingWithNew(now, endOfOld(rotation))));
    }
  }

  private void awaitOldCertificates(Rotation rotation, Instant now) {
    Instant end = endOfOld(rotation);
    Instant known = rotation.retireAt().orElse(end);
    if (end.isAfter(known)) {
      // Signed at the very moment of the change.
      take(roots.with(rotation.retiringAt(end)));
    } else if (!now.isBefore(known)) {
      log.info("All that the old root has signed has ended: it is retired");
      take(roots.retiringOld());
    }
  }

  /** Another istiod has taken a step. */
  private void adopt(RootSet next) {
    if (RootIndex.of(next).equals(RootIndex.of(roots))) {
      return; // something else was written beside them
    }
    next.roots().forEach(root -> recordOthers(root, clock.instant()));
    roots = next;
    use.accept(next.issuerState());
  }

  /** What other istiods sign with a root until then is not known, but has a longest life. */
  private void recordOthers(OwnRoot root, Instant until) {
    issued.record(
        root.certificate(),
        Validity.starting(until, options.maxTtl(), root.issuer().notAfter()).notAfter());
  }

  private Instant endOfOld(Rotation rotation) {
    return issued.of(roots.root(rotation.outgoing()).certificate());
  }

  private void take(RootSet next) {
    store.save(next);
    roots = next;
    use.accept(next.issuerState());
  }
}
