package io.meltemi.istiod.watch;

import java.io.IOException;

/** Where key sets are fetched from: the port to the outside. */
@FunctionalInterface
public interface KeyServer {

  /**
   * The document at an address.
   *
   * @throws IOException with words for the user
   */
  String fetch(String address) throws IOException;
}
