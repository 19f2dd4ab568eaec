package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshYaml;
import io.meltemi.translator.model.Meshes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifiedTest {

  private static final ProxyDescriptor REVIEWS =
      Proxies.sidecar("shop/reviews-1", "10.1.0.1", ImmutableMap.of());

  @Test
  void endpointsElsewhereDoNotReclassify() {
    MeshModel before = Meshes.of(MeshYaml.EVERYTHING.replace("name: selecting", "name: x"));
    Classified proxy =
        Classified.of(before, Proxies.sidecar("other/x", "10.7.7.7", ImmutableMap.of()));
    MeshModel after = Meshes.with(before, MeshYaml.BOOKS.replace("10.9.0.2", "10.9.0.3"));
    assertThat(proxy.in(after)).isSameAs(proxy);
  }

  @Test
  void reclassifyingIsTheSameAsClassifying() {
    ImmutableList<ConfigObject<?>> objects = Meshes.objects(MeshYaml.EVERYTHING);
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      MeshModel model = MeshModel.EMPTY;
      Classified proxy = Classified.of(model, REVIEWS);
      for (int i = 0; i < 60; i++) {
        ConfigObject<?> object = objects.get(random.nextInt(objects.size()));
        MeshDelta delta = new MeshDelta();
        if (random.nextInt(3) == 0) {
          delta.delete(object.key());
        } else {
          delta.upsert(object, Position.NONE);
        }
        model = delta.apply(model);
        proxy = proxy.in(model);
        assertThat(proxy.proxyClass()).isEqualTo(ProxyClassifier.classify(model, REVIEWS));
      }
    }
  }
}
