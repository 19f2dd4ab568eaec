package io.meltemi.istiod.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /debug/syncz} of several istiods says, as a table in istioctl's words. */
final class SyncTable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GAP = "     ";

  private final Instant now;
  private final List<ImmutableList<String>> rows = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  SyncTable(Instant now) {
    this.now = now;
  }

  /**
   * @param istiod whose page that is
   */
  void add(String istiod, String syncz) throws JsonProcessingException {
    for (JsonNode proxy : JSON.readTree(syncz)) {
      ImmutableList.Builder<String> row = ImmutableList.builder();
      row.add(proxy.path("proxy").asText(), proxy.path("cluster_id").asText());
      Map<String, JsonNode> types =
          ImmutableSortedMap.copyOf(proxy.path("resources").properties().stream().toList());
      for (XdsType type : XdsType.values()) {
        row.add(status(types.get(type.typeUrl())));
      }
      rows.add(row.add(istiod, proxy.path("istio_version").asText()).build());
      types.forEach((type, state) -> refusal(proxy.path("proxy").asText(), type, state));
    }
  }

  private void refusal(String proxy, String type, JsonNode state) {
    if (state.has("lastError")) {
      String words = state.path("lastError").asText();
      refusals.add(proxy + " refuses " + shortName(type) + ": " + words);
    }
  }

  private String status(@Nullable JsonNode state) {
    if (state == null) {
      return "IGNORED";
    }
    String sent = state.path("sent").asText();
    if (sent.isEmpty()) {
      return "NOT SENT";
    }
    String word =
        state.has("lastError")
            ? "ERROR"
            : sent.equals(state.path("acked").asText()) ? "SYNCED" : "STALE";
    return word + " (" + age(Instant.parse(state.path("sentTime").asText())) + ")";
  }

  /** In the largest unit of which there are two at least, as kubectl does. */
  private String age(Instant then) {
    Duration age = Duration.between(then, now);
    if (age.toMinutes() < 2) {
      return Math.max(age.toSeconds(), 0) + "s";
    }
    return age.toHours() < 2
        ? age.toMinutes() + "m"
        : age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
  }

  private static String shortName(String typeUrl) {
    return XdsType.parse(typeUrl).map(SyncTable::column).orElse(typeUrl);
  }

  private static String column(XdsType type) {
    return switch (type) {
      case CLUSTER -> "CDS";
      case ENDPOINT -> "EDS";
      case LISTENER -> "LDS";
      case ROUTE -> "RDS";
      case SECRET -> "SDS";
    };
  }

  /** The table, by proxies' names, and below it what they refuse. */
  String print() {
    List<ImmutableList<String>> all = new ArrayList<>();
    ImmutableList.Builder<String> head = ImmutableList.<String>builder().add("NAME", "CLUSTER");
    for (XdsType type : XdsType.values()) {
      head.add(column(type));
    }
    all.add(head.add("ISTIOD", "VERSION").build());
    rows.stream().sorted((one, other) -> one.get(0).compareTo(other.get(0))).forEach(all::add);
    int columns = all.getFirst().size();
    int[] widths = new int[columns];
    for (ImmutableList<String> row : all) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (ImmutableList<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(Strings.padEnd(row.get(i), widths[i], ' ')).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    refusals.forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }
}
