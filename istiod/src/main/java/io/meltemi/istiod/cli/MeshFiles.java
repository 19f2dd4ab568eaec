package io.meltemi.istiod.cli;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSet;
import io.meltemi.istiod.watch.MeshConfigSource;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * A mesh read from files, for commands that need no server.
 *
 * @param diagnostics what reading found, then what the objects say together
 */
record MeshFiles(MeshModel model, ImmutableList<Diagnostic> diagnostics) {

  static MeshFiles read(Collection<Path> paths, Optional<Path> meshConfig, String domain) {
    ConfigSet set = ConfigSet.read(paths);
    MeshDelta delta = new MeshDelta();
    ImmutableList.Builder<Diagnostic> said = ImmutableList.builder();
    said.addAll(set.diagnostics());
    set.objects().forEach(upsert -> delta.upsert(upsert.object(), upsert.position()));
    meshConfig.ifPresent(
        file ->
            MeshConfigSource.read(file)
                .forEach(
                    event -> {
                      switch (event) {
                        case ConfigEvent.Upsert upsert ->
                            delta.upsert(upsert.object(), upsert.position());
                        case ConfigEvent.Report report -> said.addAll(report.diagnostics());
                        case ConfigEvent.Delete _, ConfigEvent.Synced _ -> {}
                      }
                    }));
    MeshModel model = delta.apply(MeshModel.empty(domain));
    model.diagnostics().byObject().values().forEach(found -> said.add(model.located(found)));
    return new MeshFiles(model, said.build());
  }
}
