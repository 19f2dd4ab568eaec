package io.meltemi.istiod;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.RootRotation;
import io.meltemi.ca.authority.Rotation;
import io.meltemi.istiod.push.SnapshotPublisher;
import io.meltemi.istiod.replica.Refused;
import io.meltemi.istiod.replica.ReplicaWord;
import io.meltemi.istiod.state.MeshLoop;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.status.StatusBook;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out what this istiod has to say to its replicas. */
final class OwnWord implements Supplier<ReplicaWord> {

  /** A Lease must not end because the mesh loop is busy. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Optional<CertificateAuthority> authority;
  private final ProxyRegistry proxies;
  private final MeshLoop loop;
  private final ReportBoard reports;
  private final StatusBook book;
  private ImmutableList<Refused> refused = ImmutableList.of();

  OwnWord(
      Optional<CertificateAuthority> authority,
      ProxyRegistry proxies,
      MeshLoop loop,
      ReportBoard reports,
      StatusBook book) {
    this.authority = authority.filter(known -> known.rotation().isPresent());
    this.proxies = proxies;
    this.loop = loop;
    this.reports = reports;
    this.book = book;
  }

  @Override
  public ReplicaWord get() {
    refused = refused();
    // The roots before the proxies: in doubt the older roots, which count for nothing any more.
    String roots =
        authority.map(CertificateAuthority::ownRootsVersion).orElse(ReplicaWord.NO_ROOTS);
    return new ReplicaWord(roots, authority.map(this::behind).orElse(0), refused);
  }

  /** Nobody asks but who waits for it, and who comes and goes all day is no news. */
  private int behind(CertificateAuthority known) {
    boolean asked =
        known
            .rotation()
            .flatMap(RootRotation::underWay)
            .filter(rotation -> rotation.stage() == Rotation.Stage.AWAIT_ACKS)
            .isPresent();
    String bundle = known.trustBundle().version();
    return asked
        ? (int)
            proxies.connected().stream().filter(connection -> !connection.trusts(bundle)).count()
        : 0;
  }

  /** Of each object the version that is refused: what was said of an older one holds no more. */
  private ImmutableList<Refused> refused() {
    if (reports.of(SnapshotPublisher.REFUSALS).isEmpty()) {
      return ImmutableList.of();
    }
    ImmutableMap<ConfigKey, ObjectState> states = book.states();
    try {
      if (!loop.awaitPublished(loop.submitted(), SETTLED)) {
        return refused;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return refused;
    }
    ImmutableList.Builder<Refused> all = ImmutableList.builder();
    for (Diagnostic said : reports.of(SnapshotPublisher.REFUSALS)) {
      ObjectState state = states.get(said.object());
      if (state != null) {
        all.add(new Refused(said.object(), state.generation(), said.message()));
      }
    }
    return all.build();
  }
}
