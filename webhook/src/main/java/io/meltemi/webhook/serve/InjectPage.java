package io.meltemi.webhook.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.BaseEncoding;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.webhook.inject.Injection;
import io.meltemi.webhook.inject.InjectionInputs;
import io.meltemi.webhook.inject.Injector;
import io.meltemi.webhook.inject.PodPatch;
import io.meltemi.webhook.review.AdmissionAnswer;
import io.meltemi.webhook.review.AdmissionRequest;
import io.meltemi.webhook.serve.AdmissionObserver.Outcome;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /inject} and {@code /inject/KEY/VALUE/…}. */
final class InjectPage implements ReviewPage {

  private static final Logger log = LoggerFactory.getLogger(InjectPage.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Splitter SLASHES = Splitter.on('/').omitEmptyStrings();
  private static final int KEY_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final InjectionContext context;
  private final AdmissionObserver observer;

  InjectPage(InjectionContext context, AdmissionObserver observer) {
    this.context = context;
    this.observer = observer;
  }

  @Override
  public AdmissionAnswer answer(String path, AdmissionRequest request) {
    if (request.object().isMissingNode()) {
      return AdmissionAnswer.Allowed.UNCHANGED;
    }
    Pod pod;
    try {
      pod = JSON.treeToValue(request.object(), Pod.class);
    } catch (JsonProcessingException e) {
      observer.answered(Outcome.INJECTION_REFUSED);
      return new AdmissionAnswer.Denied("not a Pod: " + e.getOriginalMessage(), ImmutableList.of());
    }
    if (pod.getMetadata() == null || pod.getSpec() == null) {
      observer.answered(Outcome.INJECTION_REFUSED);
      return new AdmissionAnswer.Denied("not a Pod: no metadata or spec", ImmutableList.of());
    }
    return answer(request, pod, Injector.inject(inputs(path, request, pod)));
  }

  private InjectionInputs inputs(String path, AdmissionRequest request, Pod pod) {
    String own = pod.getMetadata().getNamespace();
    String namespace = own == null || own.isEmpty() ? request.namespace() : own;
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new InjectionInputs(
        pod,
        namespace,
        context.values(),
        context.mesh(),
        context.proxyConfigs(namespace),
        context.cluster(),
        parameters(path),
        BaseEncoding.base16().lowerCase().encode(key));
  }

  /** What follows {@code /inject}; a slash in a value is written {@code --slash--}. */
  static ImmutableSortedMap<String, String> parameters(String path) {
    List<String> parts = SLASHES.splitToList(path);
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 1; i + 1 < parts.size(); i += 2) {
      parameters.put(parts.get(i), parts.get(i + 1).replace("--slash--", "/"));
    }
    return ImmutableSortedMap.copyOf(parameters);
  }

  private AdmissionAnswer answer(AdmissionRequest request, Pod pod, Injection injection) {
    String name = request.namespace() + "/" + named(pod);
    return switch (injection) {
      case Injection.Skipped skipped -> {
        observer.answered(Outcome.INJECTION_SKIPPED);
        log.debug("pod {} is left as it is: {}", name, skipped.why());
        yield AdmissionAnswer.Allowed.UNCHANGED;
      }
      case Injection.Refused refused -> {
        observer.answered(Outcome.INJECTION_REFUSED);
        String problems = String.join("; ", refused.problems());
        log.info("pod {} cannot be injected: {}", name, problems);
        yield new AdmissionAnswer.Denied(problems, ImmutableList.of());
      }
      case Injection.Injected injected -> {
        observer.answered(Outcome.INJECTED);
        log.debug("pod {} gets a proxy", name);
        yield new AdmissionAnswer.Allowed(
            injected.warnings(), Optional.of(PodPatch.between(pod, injected.pod())));
      }
    };
  }

  private static String named(Pod pod) {
    String name = pod.getMetadata().getName();
    return name == null ? pod.getMetadata().getGenerateName() + "…" : name;
  }
}
