package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import com.google.common.net.MediaType;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.admin.v3.ConfigDump;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.translator.xds.Redaction;
import io.meltemi.translator.xds.XdsText;
import io.meltemi.translator.xds.XdsType;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** What one connected proxy should have, {@code ?proxyID=NAME.NAMESPACE}. */
final class ConfigDumpPage implements NamespacedPage {

  /** istioctl asks another replica when it reads this. */
  static final String ELSEWHERE =
      "Proxy not connected to this Pilot instance. It may be connected to another instance.\n";

  private static final String UNNAMED = "You must provide a proxyID in the query string\n";

  private final ConfigDumps dumps;
  private final BiFunction<ConfigDumps.Told, ImmutableMap<String, String>, ImmutableList<Any>> of;

  private ConfigDumpPage(
      ConfigDumps dumps,
      BiFunction<ConfigDumps.Told, ImmutableMap<String, String>, ImmutableList<Any>> of) {
    this.dumps = dumps;
    this.of = of;
  }

  /** {@code /debug/config_dump}: in the form of Envoy's own; {@code &include_eds} for endpoints. */
  static ConfigDumpPage whole(ConfigDumps dumps) {
    return new ConfigDumpPage(
        dumps, (told, query) -> ConfigDumps.sections(told, query.containsKey("include_eds")));
  }

  /** {@code /debug/edsz} and the like: the resources of one type. */
  static ConfigDumpPage of(XdsType type, ConfigDumps dumps) {
    return new ConfigDumpPage(
        dumps,
        (told, _) ->
            Streams.stream(told.snapshot().resources(type))
                .map(Redaction::packed)
                .collect(ImmutableList.toImmutableList()));
  }

  /** Of types that no proxy has any resources of yet. */
  static ConfigDumpPage ofNothing(ConfigDumps dumps) {
    return new ConfigDumpPage(dumps, (_, _) -> ImmutableList.of());
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query) {
    return answer(query, _ -> true);
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query, String namespace) {
    return answer(query, connection -> ProxyName.isIn(connection, namespace));
  }

  private Answer answer(ImmutableMap<String, String> query, Predicate<ProxyConnection> visible) {
    String wanted = query.getOrDefault("proxyID", "");
    if (wanted.isEmpty()) {
      return Answer.text(400, UNNAMED);
    }
    return dumps
        .told(wanted, visible)
        .map(told -> json(of.apply(told, query)))
        .orElseGet(() -> Answer.text(404, ELSEWHERE));
  }

  private static Answer json(ImmutableList<Any> configs) {
    ConfigDump dump = ConfigDump.newBuilder().addAllConfigs(configs).build();
    return new Answer(200, MediaType.JSON_UTF_8, ByteString.copyFromUtf8(XdsText.json(dump)));
  }
}
