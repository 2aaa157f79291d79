// A thread of its own for an object that waits for a disk. libuv's pool has four threads for all of
// the process, and a slow disk there would keep passwords and the names of hosts waiting.
//
// It begins with the first work, and ends with the object or with the environment, whichever is
// first; that waits for the work which is under way. One is done at a time, in their order. What
// takes long and only reads looks at is_ending() meanwhile.
#ifndef GANTT_BINDING_WORK_THREAD_H_
#define GANTT_BINDING_WORK_THREAD_H_

#include <napi.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "base/status.h"
#include "pool_worker.h"

namespace gantt::binding {

class WorkThread {
 public:
  WorkThread() = default;
  ~WorkThread() { End(); }
  WorkThread(const WorkThread&) = delete;
  WorkThread& operator=(const WorkThread&) = delete;

  // A promise, as that of PoolWorker::Start(). `owner`: the JavaScript object that this belongs to;
  // it stays until the work is done.
  Napi::Value Do(const Napi::Value& owner, Work work, Answer answer = nullptr);
  // Will nobody hear what comes of the work? It is there as long as work is.
  const std::atomic<bool>& is_ending() const { return is_ending_; }

 private:
  struct Job {
    Work work;
    Answer answer;
    Napi::Promise::Deferred deferred;
    Napi::ObjectReference owner;
    Status status = {};
  };
  using Jobs = std::deque<std::unique_ptr<Job>>;

  void Begin(Napi::Env env);
  void End();
  void Run();
  void TellDone(Napi::Env env);
  static void OnDone(napi_env env, napi_value function, void* self, void* data);
  static void OnEnvironmentEnds(void* self) { static_cast<WorkThread*>(self)->End(); }

  std::mutex mutex_;  // Of these three.
  Jobs waiting_;
  Jobs done_;
  std::atomic<bool> is_ending_ = false;

  std::condition_variable is_wanted_;
  std::thread thread_;
  napi_env env_ = nullptr;
  napi_threadsafe_function tell_ = nullptr;
  size_t under_way_ = 0;
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_WORK_THREAD_H_
