package io.meltemi.istiod.watch;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What tells without reading that a file is still the one that was read. */
record FileStamp(FileTime modified, long size, String inode) {

  static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(
        attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
  }
}
