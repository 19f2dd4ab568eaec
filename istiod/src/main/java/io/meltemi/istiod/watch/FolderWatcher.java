package io.meltemi.istiod.watch;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file system's own news about a set of folders (inotify, on Linux). Two paths to one folder
 * (by symbolic links) are both told about. Not thread-safe, except for {@link #close}.
 */
final class FolderWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FolderWatcher.class);

  /** Hears what happened; calls come from {@link #poll}. */
  interface Listener {
    void created(Path path);

    void modified(Path path);

    void deleted(Path path);

    /** Events were lost, or a watched folder went away. */
    void uncertain();
  }

  private final WatchService service;
  private SetMultimap<WatchKey, Path> folders = HashMultimap.create();

  FolderWatcher() throws IOException {
    service = FileSystems.getDefault().newWatchService();
  }

  /**
   * Watches exactly what these paths stand for now; those that cannot be watched are skipped.
   * Nothing is missed of a folder that was watched before.
   *
   * @return whether there is a folder among them that was not watched before
   */
  boolean watch(Collection<Path> wanted) {
    SetMultimap<WatchKey, Path> before = folders;
    folders = HashMultimap.create();
    wanted.forEach(this::register);
    Sets.difference(before.keySet(), folders.keySet()).forEach(WatchKey::cancel);
    return !before.keySet().containsAll(folders.keySet());
  }

  private void register(Path folder) {
    try {
      WatchKey key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      folders.put(key, folder); // the key is the same as before if the folder is
    } catch (IOException e) {
      log.debug("cannot watch {}: {}", folder, e.toString());
    }
  }

  /**
   * Waits for news, at most so long, and passes on all there is.
   *
   * @throws java.nio.file.ClosedWatchServiceException after {@link #close}
   */
  void poll(Duration atMost, Listener listener) throws InterruptedException {
    @Nullable WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    while (key != null) {
      for (WatchEvent<?> event : key.pollEvents()) {
        ImmutableSet.copyOf(folders.get(key)).forEach(folder -> pass(folder, event, listener));
      }
      if (!key.reset()) {
        folders.removeAll(key);
        listener.uncertain();
      }
      key = service.poll();
    }
  }

  private static void pass(Path folder, WatchEvent<?> event, Listener listener) {
    if (!(event.context() instanceof Path name)) {
      listener.uncertain(); // OVERFLOW has no context
      return;
    }
    Path path = folder.resolve(name);
    if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
      listener.created(path);
    } else if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
      listener.deleted(path);
    } else {
      listener.modified(path);
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      log.debug("closing the watch service: {}", e.toString());
    }
  }
}
