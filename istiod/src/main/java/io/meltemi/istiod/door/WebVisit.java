package io.meltemi.istiod.door;

import static io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableListMultimap;
import com.google.protobuf.ByteString;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection to a {@link WebDoor}, one at a time: the next is read when the one
 * before has been answered and the answer has been taken.
 */
final class WebVisit extends SimpleChannelInboundHandler<HttpObject> {

  private static final Logger log = LoggerFactory.getLogger(WebVisit.class);

  /** For an answer to be made and taken. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Between requests. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final WebSite site;
  private final Executor threads;
  private final Duration patience;

  // On the connection's own thread only.
  private @Nullable HttpRequest head;
  private @Nullable Future<?> deadline;
  private ByteString body = ByteString.EMPTY;
  private int maxBody;
  private boolean over;

  /**
   * @param patience from the beginning of a request to its end
   */
  WebVisit(WebSite site, Executor threads, Duration patience) {
    this.site = site;
    this.threads = threads;
    this.patience = patience;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    within(patience, context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancelDeadline();
  }

  private void within(Duration time, ChannelHandlerContext context) {
    cancelDeadline();
    deadline =
        context.executor().schedule(() -> cut(context), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void cut(ChannelHandlerContext context) {
    over = true;
    var _ = context.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (over) {
      return;
    }
    if (part.decoderResult().isFailure()) {
      refuse(context, 400, "this is no HTTP request\n");
      return;
    }
    if (part instanceof HttpRequest request) {
      begin(context, request);
    }
    if (!over && part instanceof HttpContent content) {
      take(context, content);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    within(patience, context);
    head = request;
    body = ByteString.EMPTY;
    maxBody = site.maxBody(request.uri());
    if (HttpUtil.getContentLength(request, 0L) > maxBody) {
      refuse(context, 413, "the request is too large\n");
    }
  }

  private void take(ChannelHandlerContext context, HttpContent content) {
    ByteBuf bytes = content.content();
    if (body.size() + bytes.readableBytes() > maxBody) {
      refuse(context, 413, "the request is too large\n");
      return;
    }
    body = body.concat(ByteString.copyFrom(bytes.nioBuffer()));
    if (content instanceof LastHttpContent) {
      answer(context);
    }
  }

  private void answer(ChannelHandlerContext context) {
    HttpRequest request = head;
    if (request == null) {
      return;
    }
    context.channel().config().setAutoRead(false);
    within(ANSWER, context);
    Optional<WebRequest> read = read(context, request);
    body = ByteString.EMPTY;
    if (read.isEmpty()) {
      refuse(context, 400, "this is no path\n");
      return;
    }
    Optional<WebAnswer> quick = site.quickly(read.get());
    if (quick.isPresent()) {
      send(context, request, quick.get());
      return;
    }
    try {
      threads.execute(
          () -> {
            WebAnswer made = made(read.get());
            context.executor().execute(() -> send(context, request, made));
          });
    } catch (RejectedExecutionException _) {
      refuse(context, 503, "too many ask at once\n");
    }
  }

  private WebAnswer made(WebRequest request) {
    try {
      return site.answer(request);
    } catch (RuntimeException e) {
      log.error("answering {} failed", request.path(), e);
      return WebAnswer.text(500, "an internal error; see istiod's log\n");
    }
  }

  private Optional<WebRequest> read(ChannelHandlerContext context, HttpRequest request) {
    URI uri;
    try {
      uri = new URI(oneSlashFirst(request.uri()));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
    if (uri.getPath() == null) {
      return Optional.empty();
    }
    ImmutableListMultimap.Builder<String, String> headers = ImmutableListMultimap.builder();
    for (Map.Entry<String, String> header : request.headers()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    return Optional.of(
        new WebRequest(
            request.method().name(),
            uri.getPath(),
            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
            headers.build(),
            body,
            (InetSocketAddress) context.channel().remoteAddress()));
  }

  /** istioctl asks for {@code //version}; to a URI's parser that is a host. */
  private static String oneSlashFirst(String target) {
    return target.startsWith("//") ? "/" + CharMatcher.is('/').trimLeadingFrom(target) : target;
  }

  private void refuse(ChannelHandlerContext context, int status, String why) {
    over = true;
    var _ =
        context
            .writeAndFlush(response(WebAnswer.text(status, why), true, true))
            .addListener(ChannelFutureListener.CLOSE);
  }

  private void send(ChannelHandlerContext context, HttpRequest request, WebAnswer answer) {
    boolean stays = HttpUtil.isKeepAlive(request);
    boolean withBody = !request.method().name().equals("HEAD");
    over = !stays;
    var _ =
        context
            .writeAndFlush(response(answer, withBody, !stays))
            .addListener(sent -> sent(context, stays && sent.isSuccess(), answer.status()));
  }

  private void sent(ChannelHandlerContext context, boolean stays, int status) {
    if (!stays) {
      var _ = context.close();
      return;
    }
    if (status < 400) {
      context.channel().attr(ConnectionGate.GUEST).get().welcome();
    }
    within(IDLE, context);
    context.channel().config().setAutoRead(true);
  }

  private static FullHttpResponse response(WebAnswer answer, boolean withBody, boolean last) {
    ByteBuf bytes =
        withBody
            ? Unpooled.wrappedBuffer(answer.body().asReadOnlyByteBuffer())
            : Unpooled.EMPTY_BUFFER;
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), bytes);
    response
        .headers()
        .set(CONTENT_TYPE, answer.type().toString())
        .set(CONTENT_LENGTH, answer.body().size());
    if (last) {
      response.headers().set(CONNECTION, "close");
    }
    return response;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("a connection failed", cause);
    cut(context);
  }
}
