package io.meltemi.istiod.kube;

/** One line of a watch. */
sealed interface WatchEvent {

  record Changed(ApiObject object) implements WatchEvent {}

  record Removed(ApiObject object) implements WatchEvent {}

  /** Nothing of this kind has happened up to that version. */
  record Bookmark(String resourceVersion) implements WatchEvent {}

  /** The server ends the watch, and says why. */
  record Failed(int code, String message) implements WatchEvent {}
}
