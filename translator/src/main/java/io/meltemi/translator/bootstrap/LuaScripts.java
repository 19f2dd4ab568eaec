package io.meltemi.translator.bootstrap;

/**
 * The two things that a pod's port for the kubelet does and that Envoy has no filter for. Constant
 * texts: what differs from pod to pod is in the route's metadata, never in a script.
 */
final class LuaScripts {

  /** The key under which a route's metadata is the script's. */
  static final String METADATA = "envoy.filters.http.lua";

  /** Asks the admin page, which wants POST, before the answer is made. */
  static final String DRAIN =
      """
      function envoy_on_request(handle)
        local page = handle:metadata():get("page")
        handle:httpCall("admin", {[":method"] = "POST", [":path"] = page, [":authority"] = "admin"}, "", 1000)
      end
      """;

  /** Appends the application's page to Envoy's; without it, Envoy's alone is shown. */
  static final String MERGE =
      """
      function envoy_on_request(handle)
        local app = handle:metadata():get("app")
        local headers, body = handle:httpCall(
          app.cluster, {[":method"] = "GET", [":path"] = app.path, [":authority"] = app.authority}, "", 5000)
        if headers ~= nil and headers[":status"] == "200" and body ~= nil then
          handle:streamInfo():dynamicMetadata():set("meltemi.metrics", "app", body)
        end
      end

      function envoy_on_response(handle)
        local found = handle:streamInfo():dynamicMetadata():get("meltemi.metrics")
        if found == nil then
          return
        end
        local page = handle:body(true)
        handle:headers():remove("content-length")
        page:setBytes(page:getBytes(0, page:length()) .. found.app)
      end
      """;

  private LuaScripts() {}
}
