package io.meltemi.istiod.xds;

import java.io.IOException;
import java.io.OutputStream;

/** What goes out on a stream. */
interface Outbound {

  /** Bytes on the wire. */
  int size();

  void writeTo(OutputStream out) throws IOException;
}
