package io.meltemi.istiod.demo;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the apps write: a line a request. */
record DemoLogs(Path folder) {

  private static final Splitter BLANKS = Splitter.on(' ');

  /** What follows {@code word} in the lines of a workload's log that contain {@code part}. */
  ImmutableList<String> values(String workload, String part, String word) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(workload + ".log"))) {
      return lines
          .filter(line -> line.contains(part))
          .flatMap(BLANKS::splitToStream)
          .filter(each -> each.startsWith(word))
          .map(each -> each.substring(word.length()))
          .collect(ImmutableList.toImmutableList());
    }
  }
}
