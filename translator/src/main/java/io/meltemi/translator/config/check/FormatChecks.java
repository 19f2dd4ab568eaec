package io.meltemi.translator.config.check;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * Texts in Envoy's substitution format, with commands such as {@code %REQ(x-user)%} in them: values
 * of headers, access logs, tags. Envoy refuses the whole resource that holds a wrong one, and a
 * route table holds everybody's.
 */
final class FormatChecks {

  /** As Envoy's parser reads it: {@code source/common/formatter/substitution_formatter.cc}. */
  private static final Pattern COMMAND =
      Pattern.compile("%([A-Z0-9_]+)(?:\\((.*?)\\))?(:[0-9]{1,18})?%");

  private static final int SHOWN = 80;

  private FormatChecks() {}

  static void text(Findings at, String format) {
    int from = format.indexOf('%');
    while (from >= 0) {
      int end;
      if (format.startsWith("%", from + 1)) {
        end = from + 2;
      } else {
        Matcher command = COMMAND.matcher(format.substring(from));
        if (!command.lookingAt()) {
          at.invalid("has a % that begins no %COMMAND%; write %% for a percent sign");
          return;
        }
        command(at, command);
        end = from + command.end();
      }
      from = format.indexOf('%', end);
    }
  }

  private static void command(Findings at, Matcher command) {
    String parameters = command.group(2) == null ? "" : command.group(2);
    Optional<String> objection =
        FormatCommands.objection(command.group(1), parameters, command.group(3) != null);
    objection.ifPresent(it -> at.invalid("has " + shown(command.group()) + ": " + it));
  }

  private static String shown(String command) {
    return command.length() > SHOWN ? command.substring(0, SHOWN) + "…" : command;
  }

  /** An object in JSON, whose values are texts. What is none is not used. */
  static void json(Findings at, String format) {
    Struct.Builder read = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(format, read);
    } catch (InvalidProtocolBufferException _) {
      at.ineffective("is not an object in JSON; the usual fields are written");
      return;
    }
    fields(at, read.build());
  }

  static void fields(Findings at, Struct format) {
    format.getFieldsMap().forEach((name, value) -> value(at.at(name), value));
  }

  private static void value(Findings at, Value value) {
    switch (value.getKindCase()) {
      case STRING_VALUE -> text(at, value.getStringValue());
      case STRUCT_VALUE -> fields(at, value.getStructValue());
      case LIST_VALUE -> value.getListValue().getValuesList().forEach(item -> value(at, item));
      case NULL_VALUE, NUMBER_VALUE, BOOL_VALUE, KIND_NOT_SET -> {}
    }
  }
}
