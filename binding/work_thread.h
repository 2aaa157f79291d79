// A thread for an object that waits for a disk. libuv's pool has four threads for the whole
// process, so a slow disk there would delay password hashes and DNS look-ups.
//
// It starts with the first work, and ends with the object or the environment, whichever ends first,
// after the current work. Work runs one at a time, in order. Long read-only work should check
// is_ending().
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

  // Returns a promise like PoolWorker::Start(). `owner`: the JavaScript object that this belongs
  // to; it is kept alive until the work is done.
  Napi::Value Do(const Napi::Value& owner, Work work, Answer answer = nullptr);
  // Is the result no longer needed? Valid as long as work exists.
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

  std::mutex mutex_;  // Guards these three.
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
