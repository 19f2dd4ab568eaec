package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.model.ServiceEndpoints;

/** The endpoints of a service, and the labels that some of them have. */
record SubsetInputs(ServiceEndpoints endpoints, ImmutableSortedMap<String, String> labels) {

  /** Those endpoints: a change of the others leaves this equal, and so translates nothing. */
  ServiceEndpoints members() {
    WorkloadSelector selector = new WorkloadSelector(labels);
    return new ServiceEndpoints(
        endpoints.service(),
        endpoints.endpoints().stream()
            .filter(endpoint -> selector.selects(endpoint.labels()))
            .collect(ImmutableList.toImmutableList()));
  }
}
