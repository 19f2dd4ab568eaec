package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of mesh-wide settings, read again when it changes; it is replaced by rename, or by the
 * exchange of a ConfigMap mount.
 *
 * <p>What breaks later keeps the last good version. A file that is missing or broken at the start
 * does not keep the mesh from starting: Istio's defaults hold, and a diagnostic says so.
 */
public final class MeshConfigSource implements ConfigSource {

  private static final Logger log = LoggerFactory.getLogger(MeshConfigSource.class);

  /** No file system forgets for longer than this. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final Path file;
  private final ConfigSink sink;
  private final FolderWatcher watcher;
  private Optional<String> lastText = Optional.empty();
  private boolean synced;
  private volatile boolean closed;
  private @Nullable Thread follower;

  public MeshConfigSource(Path file, ConfigSink sink) {
    this.file = file.toAbsolutePath();
    this.sink = sink;
    try {
      this.watcher = new FolderWatcher();
    } catch (IOException e) {
      throw new UncheckedIOException("this system cannot watch folders", e);
    }
  }

  /** What its {@link ConfigEvent.Synced} says. */
  public String name() {
    return file.toString();
  }

  @Override
  public ImmutableList<String> names() {
    return ImmutableList.of(name());
  }

  /** Reads the file, then follows it. */
  @Override
  public void start() {
    watch();
    read();
    follower = Thread.ofPlatform().daemon().name("mesh-config").start(this::follow);
  }

  private void watch() {
    Path folder = file.getParent();
    watcher.watch(folder == null ? ImmutableSet.of() : ImmutableSet.of(folder));
  }

  private void follow() {
    while (!closed) {
      try {
        watcher.poll(LOOK_AGAIN, NOTHING);
        // A program that writes in place has truncated the file before: let it finish.
        watcher.poll(SettlingChanges.QUIET, NOTHING);
        watch();
        read();
      } catch (InterruptedException | ClosedWatchServiceException e) {
        return;
      } catch (RuntimeException e) {
        log.error("following {} failed; going on", file, e);
      }
    }
  }

  private void read() {
    ImmutableList.Builder<ConfigEvent> events = ImmutableList.builder();
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (!lastText.equals(Optional.of(text))) {
        lastText = Optional.of(text);
        events.addAll(decoded(file, text));
      }
    } catch (IOException e) {
      if (lastText.isPresent() || !synced) {
        lastText = Optional.empty();
        String then = synced ? "the settings last read stay" : "Istio's defaults hold";
        events.add(
            new ConfigEvent.Report(
                file.toString(), unreadable(file, "cannot be read (" + e + "); " + then)));
      }
    }
    if (!synced) {
      synced = true;
      events.add(new ConfigEvent.Synced(file.toString()));
    }
    ImmutableList<ConfigEvent> all = events.build();
    if (!all.isEmpty()) {
      sink.accept(all);
    }
  }

  /** Reads such a file once; its objects and reports. */
  public static ImmutableList<ConfigEvent> read(Path file) {
    try {
      return decoded(file, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return ImmutableList.of(
          new ConfigEvent.Report(file.toString(), unreadable(file, "cannot be read (" + e + ")")));
    }
  }

  private static ImmutableList<ConfigEvent> decoded(Path file, String text) {
    ImmutableList.Builder<ConfigEvent> events = ImmutableList.builder();
    if (text.isBlank()) {
      // Somebody is writing it, or emptied it by mistake: nothing is said, so nothing changes.
      return ImmutableList.of(new ConfigEvent.Report(file.toString(), ImmutableList.of()));
    }
    Decoded<MeshConfig> decoded = MeshConfigReader.read(file.toString(), text);
    if (decoded instanceof Decoded.Accepted<MeshConfig> accepted) {
      events.add(new ConfigEvent.Upsert(accepted.object(), new Position(file.toString(), 1, 1)));
    }
    return events.add(new ConfigEvent.Report(file.toString(), decoded.diagnostics())).build();
  }

  private static ImmutableList<Diagnostic> unreadable(Path file, String why) {
    return ImmutableList.of(
        Diagnostic.error(
            DiagnosticCode.UNREADABLE_SOURCE,
            ConfigKey.NONE,
            new Position(file.toString(), 0, 0),
            "",
            why));
  }

  @Override
  public void close() {
    closed = true;
    watcher.close();
    Thread running = follower;
    if (running != null) {
      running.interrupt();
    }
  }

  private static final FolderWatcher.Listener NOTHING =
      new FolderWatcher.Listener() {
        @Override
        public void created(Path path) {}

        @Override
        public void modified(Path path) {}

        @Override
        public void deleted(Path path) {}

        @Override
        public void uncertain() {}
      };
}
