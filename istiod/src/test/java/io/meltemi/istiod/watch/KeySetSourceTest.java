package io.meltemi.istiod.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeySetSourceTest {

  private static final String KEYS = "{\"keys\":[{\"kty\":\"RSA\"}]}";
  private static final String ADDRESS = "https://issuer.test/keys";
  private static final KeySetSource.Pace FAST =
      new KeySetSource.Pace(Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofMillis(20));

  private final BlockingQueue<ConfigEvent> told = new LinkedBlockingQueue<>();
  private final Map<String, String> served = new ConcurrentHashMap<>();
  private final KeySetSource source = new KeySetSource(told::addAll, this::serve, FAST, false);

  private String serve(String address) throws IOException {
    String body = served.get(address);
    if (body == null) {
      throw new IOException("nobody answers");
    }
    return body;
  }

  @AfterEach
  void close() {
    source.close();
  }

  private static ConfigEvent policy(String address) {
    return new ConfigEvent.Upsert(
        ConfigObject.of(
            key(),
            ObjectMeta.EMPTY,
            new RequestAuthentication(
                Optional.empty(),
                Optional.empty(),
                ImmutableList.of(),
                ImmutableList.of(
                    new RequestAuthentication.JwtRule(
                        "issuer.test",
                        ImmutableList.of(),
                        address,
                        "",
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of(),
                        "",
                        false,
                        ImmutableList.of(),
                        Optional.empty(),
                        ImmutableList.of())))),
        Position.NONE);
  }

  private static ConfigKey key() {
    return new ConfigKey(ConfigKind.REQUEST_AUTHENTICATION, "default", "users");
  }

  /** The next event about a key set that is so. */
  private KeySet next(java.util.function.Predicate<KeySet> wanted) throws InterruptedException {
    while (true) {
      ConfigEvent event = told.poll(10, TimeUnit.SECONDS);
      assertThat(event).as("an event in time").isNotNull();
      if (event instanceof ConfigEvent.Upsert upsert
          && upsert.object().spec() instanceof KeySet keys
          && wanted.test(keys)) {
        assertThat(upsert.object().key()).isEqualTo(new ConfigKey(ConfigKind.KEY_SET, "", ADDRESS));
        return keys;
      }
    }
  }

  @Test
  void keysAreFetchedRefreshedAndKeptWhileTheServerIsAway() throws Exception {
    served.put(ADDRESS, KEYS);
    source.accept(ImmutableList.of(policy(ADDRESS)));
    assertThat(next(_ -> true)).isEqualTo(new KeySet(KEYS, "", false));
    String newer = KEYS.replace("RSA", "EC");
    served.put(ADDRESS, newer);
    next(keys -> keys.json().equals(newer));
    served.remove(ADDRESS);
    assertThat(next(keys -> !keys.problem().isEmpty()).json()).isEqualTo(newer);
    served.put(ADDRESS, KEYS);
    assertThat(next(keys -> keys.json().equals(KEYS)).problem()).isEmpty();
  }

  @Test
  void whatIsNoKeySetIsNone() throws Exception {
    for (String bad :
        new String[] {
          "<html>",
          "[]",
          "{}",
          "{\"keys\":[]}",
          "{\"keys\":[{}]}",
          "{\"keys\":[{\"kty\":\"RSA\",\"d\":\"x\"}]}",
          "{\"keys\":[{\"kty\":\"oct\"}]}"
        }) {
      assertThatThrownBy(() -> KeySetText.keySet(bad)).isInstanceOf(IOException.class);
    }
    served.put(ADDRESS, "<html>");
    source.accept(ImmutableList.of(policy(ADDRESS)));
    KeySet keys = next(_ -> true);
    assertThat(keys.json()).isEmpty();
    assertThat(keys.problem()).contains("not JSON");
  }

  @Test
  void meshDoesNotStartBeforeEveryAddressWasTried() throws Exception {
    source.accept(ImmutableList.of(policy(ADDRESS), new ConfigEvent.Synced("folder")));
    next(keys -> keys.problem().equals("nobody answers"));
    ConfigEvent event = told.poll(10, TimeUnit.SECONDS);
    assertThat(event).isEqualTo(new ConfigEvent.Synced(KeySetSource.NAME));
  }

  @Test
  void withoutAddressesItStartsAtOnce() {
    source.accept(ImmutableList.of(new ConfigEvent.Synced("folder")));
    assertThat(told)
        .containsExactly(
            new ConfigEvent.Synced("folder"), new ConfigEvent.Synced(KeySetSource.NAME));
  }

  @Test
  void whatNobodyWantsIsForgotten() throws Exception {
    served.put(ADDRESS, KEYS);
    source.accept(ImmutableList.of(policy(ADDRESS)));
    next(_ -> true);
    source.accept(ImmutableList.of(new ConfigEvent.Delete(key())));
    ConfigEvent event = told.poll(10, TimeUnit.SECONDS);
    while (event instanceof ConfigEvent.Upsert) {
      event = told.poll(10, TimeUnit.SECONDS);
    }
    assertThat(event).isEqualTo(new ConfigEvent.Delete(key()));
    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new ConfigEvent.Delete(new ConfigKey(ConfigKind.KEY_SET, "", ADDRESS)));
    assertThat(told.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }
}
