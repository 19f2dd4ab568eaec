package io.meltemi.istiod.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the apps write: a line a request. */
record DemoLogs(Path folder) {

  Path of(String workload) {
    return folder.resolve(workload + ".log");
  }

  /** How many lines of a workload's log contain this. */
  long count(String workload, String text) throws IOException {
    try (Stream<String> lines = Files.lines(of(workload))) {
      return lines.filter(line -> line.contains(text)).count();
    }
  }
}
