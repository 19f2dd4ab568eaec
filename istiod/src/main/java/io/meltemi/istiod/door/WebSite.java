package io.meltemi.istiod.door;

import java.util.Optional;

/** What a {@link WebDoor} leads to. */
public interface WebSite {

  /** How many bytes a request to that path may bring; the rest is refused unread. */
  int maxBody(String path);

  /**
   * An answer that costs nothing, or none. Called on the thread of the connection, so that those
   * who ask whether istiod lives are answered however busy it is.
   */
  Optional<WebAnswer> quickly(WebRequest request);

  /** Any other answer. One of a few threads waits for it. */
  WebAnswer answer(WebRequest request);
}
