package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a folder: reads it in {@link #start}, on the caller's thread, and from then on what
 * changes, on its own.
 *
 * <p>News comes from the file system within milliseconds. Because news can get lost (network file
 * systems have none at all), the whole tree is looked at now and then as well, and often while the
 * folder cannot be read. What is read, and what never empties a mesh, is {@link FolderReader}'s.
 */
public final class FolderSource implements ConfigSource {

  private static final Logger log = LoggerFactory.getLogger(FolderSource.class);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN_IN_TROUBLE = Duration.ofMillis(500);

  private final Path root;
  private final LongSupplier nanoTime;
  private final FolderReader reader;
  private final FolderWatcher watcher;
  private final SettlingChanges changes = new SettlingChanges();
  private final Listener listener = new Listener();
  private long nextScan;
  private volatile boolean closed;
  private @Nullable Thread follower;

  public FolderSource(Path root, ConfigSink sink) {
    this(root, sink, System::nanoTime);
  }

  /**
   * With another clock.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  FolderSource(Path root, ConfigSink sink, LongSupplier nanoTime) {
    this.root = root;
    this.nanoTime = nanoTime;
    this.reader = new FolderReader(root, sink);
    try {
      this.watcher = new FolderWatcher();
    } catch (IOException e) {
      throw new UncheckedIOException("this system cannot watch folders", e);
    }
  }

  /** What its {@link ConfigEvent.Synced} says. */
  public String name() {
    return root.toString();
  }

  @Override
  public ImmutableList<String> names() {
    return ImmutableList.of(name());
  }

  /** Reads everything there is, then follows it. */
  @Override
  public void start() {
    watcher.watch(withParent(List.of(root)));
    scan(Set.of());
    follower = Thread.ofPlatform().daemon().name("folder-source").start(this::follow);
  }

  private void follow() {
    while (!closed) {
      try {
        long now = nanoTime.getAsLong();
        long due = Math.min(changes.due().orElse(Long.MAX_VALUE), nextScan);
        Duration wait = Duration.ofNanos(due == Long.MIN_VALUE ? 0 : Math.max(0, due - now));
        watcher.poll(wait, listener);
        refresh(nanoTime.getAsLong());
      } catch (InterruptedException | ClosedWatchServiceException e) {
        return;
      } catch (RuntimeException e) {
        log.error("following {} failed; going on", root, e);
        nextScan = nanoTime.getAsLong() + LOOK_AGAIN_IN_TROUBLE.toNanos();
      }
    }
  }

  private void refresh(long now) {
    SettlingChanges.Due due = changes.take(now);
    if (due.rescan() || now >= nextScan || !due.files().stream().allMatch(this::isThere)) {
      scan(due.files());
    } else if (!due.files().isEmpty()) {
      reader.read(due.files());
    }
  }

  private boolean isThere(Path path) {
    return FolderListing.isConfigFile(path) && Files.isRegularFile(path);
  }

  private void scan(Set<Path> suspects) {
    List<Path> folders = reader.scan(suspects);
    // What happened in a folder before it was watched is found by looking once more.
    for (int again = 0; watcher.watch(withParent(folders)) && again < 3; again++) {
      folders = reader.scan(Set.of());
    }
    Duration pause = reader.isHealthy() ? LOOK_AGAIN : LOOK_AGAIN_IN_TROUBLE;
    nextScan = nanoTime.getAsLong() + pause.toNanos();
  }

  /** The folders and the one above: the root itself may be exchanged, or come back. */
  private List<Path> withParent(List<Path> folders) {
    List<Path> all = new ArrayList<>(folders);
    Path parent = root.toAbsolutePath().getParent();
    if (parent != null) {
      all.add(parent);
    }
    return all;
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

  private final class Listener implements FolderWatcher.Listener {
    @Override
    public void created(Path path) {
      if (isOfInterest(path)) {
        changes.created(path, reader.knows(path), nanoTime.getAsLong());
      }
    }

    @Override
    public void modified(Path path) {
      if (isOfInterest(path) && FolderListing.isConfigFile(path)) {
        changes.modified(path, nanoTime.getAsLong());
      }
    }

    @Override
    public void deleted(Path path) {
      if (isOfInterest(path)) {
        changes.deleted(path, nanoTime.getAsLong());
      }
    }

    @Override
    public void uncertain() {
      changes.everything();
    }

    /** Files and folders of the tree. Links that point into the tree are exchanged at once. */
    private boolean isOfInterest(Path path) {
      Path name = path.getFileName();
      boolean isRoot = path.equals(root.toAbsolutePath());
      if (isRoot || (name != null && name.toString().equals("..data"))) {
        changes.everything();
        return false;
      }
      return path.startsWith(root) && FolderListing.isVisible(path) && mayMatter(path);
    }

    private boolean mayMatter(Path path) {
      Path name = path.getFileName();
      return FolderListing.isConfigFile(path)
          || (name != null && !name.toString().contains("."))
          || Files.isDirectory(path);
    }
  }
}
