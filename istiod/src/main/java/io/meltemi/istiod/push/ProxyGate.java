package io.meltemi.istiod.push;

import io.meltemi.ca.service.SparseLog;
import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.state.MeshLoop;
import io.meltemi.istiod.xds.Delivery;
import io.meltemi.istiod.xds.NodeInfo;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyListener;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.proxy.ParsedNode;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.xds.XdsResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what happens on network threads to the mesh loop. */
public final class ProxyGate implements ProxyListener {

  private static final Logger log = LoggerFactory.getLogger(ProxyGate.class);

  /** Of what proxies bring about, and on the plaintext door anybody can be one. */
  private final SparseLog sparse = new SparseLog(log);

  private final MeshLoop loop;
  private final SnapshotPublisher publisher;
  private final SecretAccess access;
  private final Map<Long, Stay> stays = new ConcurrentHashMap<>();

  public ProxyGate(MeshLoop loop, SnapshotPublisher publisher, SecretAccess access) {
    this.loop = loop;
    this.publisher = publisher;
    this.access = access;
  }

  @Override
  public void onConnect(ProxyConnection connection) {
    NodeInfo node = connection.node();
    Locality locality = new Locality(node.region(), node.zone(), node.subZone());
    switch (ProxyDescriptor.parse(node.id(), node.metadata(), locality)) {
      case ParsedNode.Known known -> {
        Optional<String> objection = CallerCheck.objection(known.descriptor(), connection.caller());
        if (objection.isPresent()) {
          sparse.warn("refused a proxy from {}: {}", connection.peer(), objection.get());
          connection.deny(objection.get());
          return;
        }
        sparse.info("{} connected from {}", known.descriptor().id(), connection.peer());
        known.remark().ifPresent(said -> sparse.warn("{}: {}", known.descriptor().id(), said));
        ProxyDescriptor proxy = CallerCheck.asKnown(known.descriptor(), connection.caller());
        Stay stay = new Stay(loop, publisher, connection, proxy);
        stays.put(connection.id(), stay);
        stay.begin(access);
      }
      case ParsedNode.Refused refused -> {
        sparse.warn("refused a proxy from {}: {}", connection.peer(), refused.reason());
        connection.close(refused.reason());
      }
    }
  }

  @Override
  public void onDisconnect(ProxyConnection connection) {
    log.debug("{} disconnected", connection.node().id());
    Stay stay = stays.remove(connection.id());
    if (stay != null) {
      stay.end();
    }
  }

  @Override
  public void onAck(ProxyConnection connection, Delivery delivery, List<XdsResource> resources) {
    if (publisher.awaitsWord(connection)) {
      loop.execute(() -> publisher.accepted(connection, delivery.type(), resources));
    }
  }

  /** Whom that blames is found out on the loop's thread, and said once for all proxies. */
  @Override
  public void onNack(ProxyConnection connection, Rejection rejection) {
    if (rejection.origins().isEmpty()) {
      sparse.warn(
          "{} refuses {} {}, made from no user object: {}",
          connection.node().id(),
          rejection.delivery().type(),
          rejection.resourceNames(),
          rejection.error());
    } else {
      log.debug(
          "{} refuses {} {}: {}",
          connection.node().id(),
          rejection.delivery().type(),
          rejection.resourceNames(),
          rejection.error());
    }
    loop.execute(() -> publisher.refused(connection, rejection));
  }
}
