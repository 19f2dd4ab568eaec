package io.meltemi.istiod.xds;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of resource names for one stream: a bare open-addressed table, because thousands of streams
 * hold thousands of names each and a {@code HashSet} takes ten times the room.
 */
final class NameSet {

  private static final int SMALLEST = 8;

  private @Nullable String[] table = new String[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean contains(String name) {
    return table[slot(name)] != null;
  }

  /** Whether it was not there before. */
  boolean add(String name) {
    int slot = slot(name);
    if (table[slot] != null) {
      return false;
    }
    table[slot] = name;
    size++;
    if (size * 2 > table.length) {
      resize(table.length * 2);
    }
    return true;
  }

  /** Whether it was there. */
  boolean remove(String name) {
    int slot = slot(name);
    if (table[slot] == null) {
      return false;
    }
    table[slot] = null;
    size--;
    closeGap(slot);
    return true;
  }

  void clear() {
    table = new String[SMALLEST];
    size = 0;
  }

  /** The names, in no order. */
  List<String> names() {
    List<String> names = new ArrayList<>(size);
    for (String name : table) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /** Where the name is, or would go. */
  private int slot(String name) {
    int mask = table.length - 1;
    int slot = spread(name) & mask;
    for (String there = table[slot]; there != null && !there.equals(name); there = table[slot]) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Moves back what was displaced over the slot that has become free (Knuth 6.4, algorithm R). */
  private void closeGap(int free) {
    int mask = table.length - 1;
    int gap = free;
    int slot = free;
    while (true) {
      slot = (slot + 1) & mask;
      String name = table[slot];
      if (name == null) {
        return;
      }
      int home = spread(name) & mask;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        table[gap] = name;
        table[slot] = null;
        gap = slot;
      }
    }
  }

  private void resize(int capacity) {
    @Nullable String[] old = table;
    table = new String[capacity];
    for (String name : old) {
      if (name != null) {
        table[slot(name)] = name;
      }
    }
  }

  private static int spread(String name) {
    int hash = name.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }
}
