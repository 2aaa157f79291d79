// drive(plan): Drive() for JavaScript, which stands still meanwhile. Of the plan, `sockets` and
// `targets` are arrays of numbers, `operations` of [frames, author, first observer, observers]; the
// rest is named as in drive.h.
// new EpollRelay(): add(socket's number), setSizes(change, dataset), as in epoll_relay.h.
// bareInserts({source, target, commits}): seconds, as in bare_inserts.h.
#include <napi.h>

#include <algorithm>
#include <exception>
#include <vector>

#include "bare_inserts.h"
#include "drive.h"
#include "epoll_relay.h"

namespace gantt::bench {
namespace {

double Number(const Napi::Object& object, const char* name) {
  return object.Get(name).ToNumber().DoubleValue();
}

template <typename T>
std::vector<T> Numbers(const Napi::Object& object, const char* name) {
  const auto array = object.Get(name).As<Napi::Array>();
  std::vector<T> numbers;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    numbers.push_back(static_cast<T>(array.Get(i).ToNumber().Int64Value()));
  }
  return numbers;
}

Plan ReadPlan(const Napi::Object& object) {
  Plan plan;
  plan.sockets = Numbers<int>(object, "sockets");
  plan.targets = Numbers<uint64_t>(object, "targets");
  plan.answers = static_cast<uint64_t>(Number(object, "answers"));
  plan.in_flight = static_cast<size_t>(Number(object, "inFlight"));
  plan.rate = Number(object, "rate");
  plan.sleeps = object.Get("sleeps").ToBoolean();
  const auto operations = object.Get("operations").As<Napi::Array>();
  plan.operations.reserve(operations.Length());
  for (uint32_t i = 0; i < operations.Length(); ++i) {
    const Napi::HandleScope scope(object.Env());
    const auto operation = operations.Get(i).As<Napi::Array>();
    const auto frames = operation.Get(uint32_t{0}).As<Napi::Buffer<char>>();
    const auto place = [&](uint32_t at) {
      return static_cast<size_t>(operation.Get(at).ToNumber().Int64Value());
    };
    plan.operations.push_back({{frames.Data(), frames.Length()}, place(1), place(2), place(3)});
  }
  return plan;
}

Napi::Value DriveForJavaScript(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Result result;
  try {
    result = Drive(ReadPlan(info[0].As<Napi::Object>()));
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception& fault) {
    throw Napi::Error::New(env, fault.what());
  }
  Napi::Object object = Napi::Object::New(env);
  auto latencies = Napi::Float64Array::New(env, result.latencies.size());
  std::copy(result.latencies.begin(), result.latencies.end(), latencies.Data());
  object.Set("latencies", latencies);
  object.Set("seconds", result.seconds);
  Napi::Array received = Napi::Array::New(env, result.received.size());
  for (uint32_t i = 0; i < result.received.size(); ++i) {
    const Received& one = result.received[i];
    Napi::Object item = Napi::Object::New(env);
    item.Set("messages", static_cast<double>(one.messages));
    item.Set("bytes", static_cast<double>(one.bytes));
    item.Set("lastSize", static_cast<double>(one.last_size));
    received.Set(i, item);
  }
  object.Set("received", received);
  return object;
}

class RelayForJavaScript : public Napi::ObjectWrap<RelayForJavaScript> {
 public:
  explicit RelayForJavaScript(const Napi::CallbackInfo& info) : ObjectWrap(info) {}
  static Napi::Function Class(Napi::Env env) {
    return DefineClass(env, "EpollRelay",
                       {InstanceMethod<&RelayForJavaScript::Add>("add"),
                        InstanceMethod<&RelayForJavaScript::SetSizes>("setSizes")});
  }

 private:
  void Add(const Napi::CallbackInfo& info) {
    try {
      relay_.Add(info[0].ToNumber().Int32Value());
    } catch (const std::exception& fault) {
      throw Napi::Error::New(info.Env(), fault.what());
    }
  }
  void SetSizes(const Napi::CallbackInfo& info) {
    const auto size = [&](size_t i) {
      return static_cast<size_t>(info[i].ToNumber().Int64Value());
    };
    relay_.SetSizes(size(0), size(1));
  }

  EpollRelay relay_;
};

Napi::Value BareInsertsForJavaScript(const Napi::CallbackInfo& info) {
  const auto plan = info[0].As<Napi::Object>();
  try {
    return Napi::Number::New(
        info.Env(), BareInserts(plan.Get("source").ToString(), plan.Get("target").ToString(),
                                Numbers<size_t>(plan, "commits")));
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception& fault) {
    throw Napi::Error::New(info.Env(), fault.what());
  }
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("drive", Napi::Function::New<DriveForJavaScript>(env, "drive"));
  exports.Set("EpollRelay", RelayForJavaScript::Class(env));
  exports.Set("bareInserts", Napi::Function::New<BareInsertsForJavaScript>(env, "bareInserts"));
  return exports;
}

}  // namespace
}  // namespace gantt::bench

using gantt::bench::Init;
NODE_API_MODULE(bench_driver, Init)
