package io.meltemi.ca.authority;

import io.meltemi.ca.store.PrivateFiles;
import java.nio.file.Path;

/** What an operator wants of the rotation of a self-signed root. */
public enum RotationRequest {
  /** Make a new root and go over to it. */
  BEGIN,
  PAUSE,
  RESUME;

  /** Of the file in a state folder, and of the entry in a vault, that says the request. */
  public static final String ENTRY = "rotation-request";

  /**
   * Asks the istiod that uses this state folder. Who may write there has the root's key anyway, so
   * nothing else has to be proved.
   */
  public void leaveIn(Path stateFolder) {
    PrivateFiles.write(stateFolder.resolve(ENTRY), name() + "\n");
  }
}
