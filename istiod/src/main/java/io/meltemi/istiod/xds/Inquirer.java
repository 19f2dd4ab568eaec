package io.meltemi.istiod.xds;

import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a tool asks on one stream, and is told: one question at a time. */
final class Inquirer {

  /** The stream underneath. */
  interface Line {

    long id();

    /** Who the tool is, verified. */
    Optional<SpiffeId> caller();

    /** Sends it, unless the stream has ended. */
    void answer(InquiryReply reply);

    /** Lets the next request come. */
    void readOn();

    /** Ends the stream. */
    void refuse(Status status);
  }

  private final Dialect dialect;
  private final AdsContext context;
  private final Line line;

  private final AtomicLong answers = new AtomicLong();

  /** Of the last answer. */
  private volatile String nonce = "";

  Inquirer(Dialect dialect, AdsContext context, Line line) {
    this.dialect = dialect;
    this.context = context;
    this.line = line;
  }

  /** Whether it is a question of a tool, not the wish of a proxy. */
  boolean asks(Inbound.Request request) {
    return context.inquiries().cover(request.typeUrl());
  }

  /** Nothing more is read until the reply is there. */
  void take(Inbound.Request request) {
    if (!request.nonce().isEmpty() && request.nonce().equals(nonce)) {
      line.readOn(); // some ACK what they were told; to answer that would never end
      return;
    }
    context
        .inquiries()
        .ask(
            new Inquiries.Question(request.typeUrl(), request.subscribe(), line.caller()),
            reply -> replied(request.typeUrl(), reply));
  }

  private void replied(String typeUrl, Inquiries.Reply reply) {
    switch (reply) {
      case Inquiries.Reply.Refused(Status status) -> line.refuse(status);
      case Inquiries.Reply.Found found -> {
        nonce = Long.toHexString(line.id()) + ".inquiry." + answers.incrementAndGet();
        line.answer(InquiryReply.of(dialect, context.sender(), typeUrl, nonce, found));
        line.readOn();
      }
    }
  }
}
