// Runs work on a thread of libuv's pool, and settles a promise with its result. Work that waits for
// a disk uses a WorkThread instead.
#ifndef GANTT_BINDING_POOL_WORKER_H_
#define GANTT_BINDING_POOL_WORKER_H_

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "arguments.h"
#include "base/status.h"

namespace gantt::binding {

using Work = std::function<Status()>;
using Answer = std::function<Napi::Value(Napi::Env)>;

// The result of the promise: the failure of the work, or its answer.
inline Napi::Value AnswerOf(Napi::Env env, const Status& status, const Answer& answer) {
  if (!status.ok()) return Failure(env, status);
  return answer ? answer(env) : env.Undefined();
}

// Runs `work` on the pool, then resolves its promise with the failure, or with `answer`.
class PoolWorker : public Napi::AsyncWorker {
 public:
  static Napi::Value Start(Napi::Env env, Work work, Answer answer = nullptr) {
    std::unique_ptr<PoolWorker> worker(new PoolWorker(env, std::move(work), std::move(answer)));
    const Napi::Value promise = worker->deferred_.Promise();
    worker->Queue();
    static_cast<void>(worker.release());  // It deletes itself.
    return promise;
  }

 private:
  PoolWorker(Napi::Env env, Work work, Answer answer)
      : AsyncWorker(env), work_(std::move(work)), answer_(std::move(answer)), deferred_(env) {}

  void Execute() override { status_ = work_(); }
  void OnOK() override { deferred_.Resolve(AnswerOf(Env(), status_, answer_)); }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

  const Work work_;
  const Answer answer_;
  Status status_;
  Napi::Promise::Deferred deferred_;
};

inline std::string TextOf(const Napi::CallbackInfo& info, size_t index) {
  StringBuffer buffer;
  return std::string(StringArgument(info, index, &buffer));
}

// 0 if there is none.
inline uint64_t NumberOf(const Napi::Object& object, const char* name) {
  const double number = object.Get(name).ToNumber().DoubleValue();
  return number > 0 ? static_cast<uint64_t>(number) : 0;
}

inline std::string BytesOf(const Napi::Object& object, const char* name) {
  const auto bytes = object.Get(name).As<Napi::Buffer<char>>();
  return {bytes.Data(), bytes.Length()};
}

// Empty if there is none.
inline std::string TextOf(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  return value.IsUndefined() ? std::string() : value.ToString().Utf8Value();
}

}  // namespace gantt::binding

#endif  // GANTT_BINDING_POOL_WORKER_H_
