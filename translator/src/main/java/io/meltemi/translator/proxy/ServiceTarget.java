package io.meltemi.translator.proxy;

import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServicePort;

/** A port of a service that a workload serves, and where. */
record ServiceTarget(MeshService service, ServicePort port, int targetPort) {}
