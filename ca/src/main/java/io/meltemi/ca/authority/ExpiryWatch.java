package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.authority.CertificateLife.Stage;
import java.util.HashMap;
import java.util.Map;

/**
 * Says once of each certificate of the CA that it is about to end, and once that it has ended: a
 * line in a log that is repeated every second is read by nobody.
 */
final class ExpiryWatch {
  private final Map<String, Stage> said = new HashMap<>();

  /** What is new since the last look. */
  ImmutableList<String> news(AuthorityStatus status) {
    ImmutableList.Builder<String> news = ImmutableList.builder();
    look("The issuer", status.issuer(), news);
    status.intermediates().forEach(life -> look("The intermediate", life, news));
    status.roots().forEach(life -> look("The root", life, news));
    status.foreignRoots().forEach(life -> look("The root of another mesh", life, news));
    return news.build();
  }

  private void look(String what, CertificateLife life, ImmutableList.Builder<String> news) {
    Stage before = said.put(life.serial(), life.stage());
    if (life.stage() == (before == null ? Stage.GOOD : before)) {
      return;
    }
    switch (life.stage()) {
      case GOOD -> {}
      case ENDING -> news.add(what + " " + life.subject() + " ends at " + life.notAfter());
      case ENDED -> news.add(what + " " + life.subject() + " has ended at " + life.notAfter());
    }
  }
}
