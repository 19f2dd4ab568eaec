package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;

/** A page of which a caller may see the part about its own namespace. */
public interface NamespacedPage extends Page {

  /** The same page as if there were no other namespace. */
  Answer answer(ImmutableMap<String, String> query, String namespace) throws IOException;
}
