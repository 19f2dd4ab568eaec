package io.meltemi.istiod.secret;

import com.google.common.primitives.Doubles;
import com.google.protobuf.Value;
import io.meltemi.ca.authority.CertificateWish;
import io.meltemi.istiod.xds.NodeInfo;
import io.meltemi.translator.bootstrap.CertificateTerms;
import io.meltemi.translator.config.decode.GoDuration;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a node says of the certificates it wants. What cannot be read is as if not said. */
final class Wishes {

  private static final Logger log = LoggerFactory.getLogger(Wishes.class);

  private Wishes() {}

  static CertificateWish of(NodeInfo node) {
    String ttl = said(node, CertificateTerms.TTL);
    String ratio = said(node, CertificateTerms.GRACE_PERIOD_RATIO);
    Optional<Duration> life = GoDuration.parse(ttl).filter(Duration::isPositive);
    Double grace = Doubles.tryParse(ratio);
    boolean isRatio = grace != null && grace > 0 && grace < 1;
    if (!ttl.isEmpty() && life.isEmpty()) {
      log.warn(
          "{} of {} is no time such as 24h: the default holds", CertificateTerms.TTL, node.id());
    }
    if (!ratio.isEmpty() && !isRatio) {
      log.warn(
          "{} of {} is not between 0 and 1: half it is",
          CertificateTerms.GRACE_PERIOD_RATIO,
          node.id());
    }
    return new CertificateWish(
        life.orElse(Duration.ZERO), grace != null && isRatio ? grace : CertificateWish.HALF);
  }

  private static String said(NodeInfo node, String entry) {
    return node.metadata().getFieldsOrDefault(entry, Value.getDefaultInstance()).getStringValue();
  }
}
