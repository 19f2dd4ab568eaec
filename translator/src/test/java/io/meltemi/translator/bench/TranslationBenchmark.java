package io.meltemi.translator.bench;

import io.meltemi.translator.MeshTranslator;
import io.meltemi.translator.Translation;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyViews;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a changed object to the snapshots of all classes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TranslationBenchmark {

  @Param("1000")
  private int services = 1000;

  @Param("50")
  private int classCount = 50;

  private MeshModel model = MeshModel.EMPTY;
  private List<ProxyClass> classes = List.of();
  private final MeshTranslator translator = new MeshTranslator();
  private final ProxyViews views = new ProxyViews();
  private int version;

  @Setup
  public void build() {
    model = BenchMesh.of(services);
    classes = classify(model);
    translateAll(translator, views);
  }

  private List<ProxyClass> classify(MeshModel mesh) {
    List<ProxyClass> classified = new ArrayList<>();
    for (int i = 0; i < classCount; i++) {
      classified.add(ProxyClassifier.classify(mesh, BenchMesh.sidecar(i * 7 % services)));
    }
    return classified;
  }

  /** Nothing remembered: a start with all proxies connected. */
  @Benchmark
  public List<Translation> fullBuild() {
    return translateAll(new MeshTranslator(), new ProxyViews());
  }

  @Benchmark
  public List<Translation> oneEndpointChange() {
    version++;
    change(BenchMesh.serviceEntry(version * 37 % services, version % 50_000 + 1));
    return translateAll(translator, views);
  }

  @Benchmark
  public List<Translation> oneVirtualServiceChange() {
    version++;
    change(BenchMesh.virtualService(version * 38 % services / 2 * 2, version % 500_000));
    return translateAll(translator, views);
  }

  private void change(io.meltemi.translator.config.ConfigObject<?> object) {
    model = new MeshDelta().upsert(object, Position.NONE).apply(model);
  }

  private List<Translation> translateAll(MeshTranslator by, ProxyViews seen) {
    List<Translation> all = new ArrayList<>(classes.size());
    for (ProxyClass proxyClass : classes) {
      all.add(by.translate(seen.of(model, proxyClass), model.revision()));
    }
    return all;
  }
}
