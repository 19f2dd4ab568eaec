package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableList;

/** A section of the sample's README, as what to do and what to see. */
record Walkthrough(String title, ImmutableList<Step> steps) {

  static Walkthrough of(String title, Step... steps) {
    return new Walkthrough(title, ImmutableList.copyOf(steps));
  }
}
