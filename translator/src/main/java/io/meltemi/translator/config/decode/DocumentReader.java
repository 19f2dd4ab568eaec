package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;

/**
 * Turns a text of YAML or JSON into trees, many documents a text. A document that cannot be read
 * does not keep the others from being read.
 */
public final class DocumentReader {

  private DocumentReader() {}

  /**
   * What a text holds.
   *
   * @param diagnostics one for each document that could not be read
   */
  public record Documents(
      ImmutableList<Document> documents, ImmutableList<Diagnostic> diagnostics) {}

  public static Documents read(String file, String text) {
    StringPool strings = new StringPool();
    ImmutableList.Builder<Document> documents = ImmutableList.builder();
    ImmutableList.Builder<Diagnostic> diagnostics = ImmutableList.builder();
    for (DocumentText document : DocumentText.split(text)) {
      ParsedText parsed = ParsedText.of(document.text(), strings);
      for (ConfigTree tree : parsed.trees()) {
        documents.add(new Document(file, document.firstLine(), tree));
      }
      parsed
          .broken()
          .ifPresent(broken -> diagnostics.add(malformed(file, document.firstLine(), broken)));
    }
    return new Documents(documents.build(), diagnostics.build());
  }

  /** What a broken document is reported as; it names the object if it was read that far. */
  static Diagnostic malformed(String file, int firstLine, ParsedText.Broken broken) {
    Document partial = new Document(file, firstLine, broken.partial());
    return Diagnostic.error(
        DiagnosticCode.MALFORMED_DOCUMENT,
        ObjectHeader.of(broken.partial()).key(),
        partial.position(broken.line(), broken.column()),
        "",
        broken.message());
  }
}
