package io.meltemi.istiod.push;

import io.meltemi.translator.MeshTranslator;
import io.meltemi.translator.Translation;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyViews;
import io.meltemi.translator.xds.XdsType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The translator itself. */
public final class MeshTranslation implements ClassTranslation {

  private final ProxyViews views = new ProxyViews();
  private final MeshTranslator translator = new MeshTranslator();
  private final Map<XdsType, MemoStats> stats = new ConcurrentHashMap<>();

  @Override
  public Translation translate(MeshModel model, ProxyClass proxyClass) {
    Translation made = translator.translate(views.of(model, proxyClass), model.revision());
    for (XdsType type : XdsType.values()) {
      stats.put(type, translator.stats(type));
    }
    return made;
  }

  @Override
  public ClassTranslation another() {
    return new MeshTranslation();
  }

  @Override
  public void retain(Set<ProxyClass> live) {
    translator.retain(live);
  }

  /** How many resources of a type were made so far. Any thread may ask. */
  public MemoStats stats(XdsType type) {
    return stats.getOrDefault(type, MemoStats.NONE);
  }
}
