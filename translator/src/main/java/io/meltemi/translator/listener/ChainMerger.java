package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the chains that several objects want on one listener together, so that no two match the same
 * connection with equal right: Envoy refuses the whole listener then. The first claim wins, the
 * others lose what overlaps, and their owners are told.
 */
final class ChainMerger {

  private final String listener;
  private final List<ListenerClaim> accepted = new ArrayList<>();
  private final Map<Condition, ConfigKey> taken = new LinkedHashMap<>();
  private final List<Diagnostic> diagnostics;

  ChainMerger(String listener, List<Diagnostic> diagnostics) {
    this.listener = listener;
    this.diagnostics = diagnostics;
  }

  void add(ListenerClaim claim) {
    ChainMatch match = claim.chain().match();
    if (match.serverNames().isEmpty()) {
      addIfFree(claim, "");
      return;
    }
    ImmutableSortedSet.Builder<String> free = ImmutableSortedSet.naturalOrder();
    for (String name : match.serverNames()) {
      if (claims(claim, name)) {
        free.add(name);
      }
    }
    ImmutableSortedSet<String> left = free.build();
    if (!left.isEmpty()) {
      accepted.add(claim.withMatch(match.withServerNames(left)));
    }
  }

  ImmutableList<ListenerClaim> accepted() {
    return ImmutableList.copyOf(accepted);
  }

  private void addIfFree(ListenerClaim claim, String serverName) {
    if (claims(claim, serverName)) {
      accepted.add(claim);
    }
  }

  private boolean claims(ListenerClaim claim, String serverName) {
    ChainMatch match = claim.chain().match();
    ImmutableList.Builder<Condition> wanted = ImmutableList.builder();
    if (match.destinations().isEmpty()) {
      wanted.add(new Condition(match, "", serverName));
    }
    match
        .destinations()
        .forEach(range -> wanted.add(new Condition(match, range.toString(), serverName)));
    for (Condition condition : wanted.build()) {
      ConfigKey winner = taken.get(condition);
      if (winner != null) {
        conflict(claim.owner(), winner, condition);
        return false;
      }
    }
    wanted.build().forEach(condition -> taken.put(condition, claim.owner()));
    return true;
  }

  private void conflict(ConfigKey loser, ConfigKey winner, Condition condition) {
    if (loser.equals(winner)) {
      return;
    }
    diagnostics.add(
        Diagnostic.warning(
            DiagnosticCode.CONFLICT,
            loser,
            Position.NONE,
            "",
            "listener "
                + listener
                + condition.words()
                + " belongs to "
                + winner
                + ", which came first; connections there do not reach this object"));
  }

  /** One combination of conditions; two chains must not have the same one. */
  private record Condition(
      int port, ChainMatch.Sniffed protocol, String destination, String serverName) {

    Condition(ChainMatch match, String destination, String serverName) {
      this(match.destinationPort(), match.protocol(), destination, serverName);
    }

    String words() {
      StringBuilder words = new StringBuilder();
      if (!destination.isEmpty()) {
        words.append(" for ").append(destination);
      }
      if (!serverName.isEmpty()) {
        words.append(" for SNI ").append(serverName);
      }
      return words.toString();
    }
  }
}
