#include "work_thread.h"

#include <napi.h>

#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "pool_worker.h"

namespace gantt::binding {

Napi::Value WorkThread::Do(const Napi::Value& owner, Work work, Answer answer) {
  const Napi::Env env = owner.Env();
  if (!thread_.joinable()) Begin(env);
  auto job = std::make_unique<Job>(Job{std::move(work), std::move(answer),
                                       Napi::Promise::Deferred::New(env),
                                       Napi::Persistent(owner.As<Napi::Object>())});
  const Napi::Value promise = job->deferred.Promise();
  // Running work keeps the process alive.
  if (under_way_++ == 0) napi_ref_threadsafe_function(env, tell_);
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  is_wanted_.notify_one();
  return promise;
}

void WorkThread::Begin(Napi::Env env) {
  env_ = env;
  const Napi::String name = Napi::String::New(env, "gantt-sync journal");
  const napi_status status = napi_create_threadsafe_function(
      env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, &OnDone, &tell_);
  if (status != napi_ok) throw Napi::Error::New(env, "No thread for the journal");
  napi_unref_threadsafe_function(env, tell_);
  try {
    thread_ = std::thread(&WorkThread::Run, this);
  } catch (const std::system_error& fault) {
    napi_release_threadsafe_function(tell_, napi_tsfn_abort);
    throw Napi::Error::New(env, std::string("No thread for the journal: ") + fault.what());
  }
  napi_add_env_cleanup_hook(env, &OnEnvironmentEnds, this);
}

void WorkThread::End() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  is_wanted_.notify_one();
  thread_.join();
  napi_remove_env_cleanup_hook(env_, &OnEnvironmentEnds, this);
  napi_release_threadsafe_function(tell_, napi_tsfn_abort);
  done_.clear();
}

void WorkThread::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    is_wanted_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::unique_ptr<Job> job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      job->status = job->work();
    } catch (const std::exception& fault) {
      job->status = {ErrorCode::kStorageFailed, fault.what()};
    }
    lock.lock();
    done_.push_back(std::move(job));
    napi_call_threadsafe_function(tell_, nullptr, napi_tsfn_nonblocking);
  }
}

void WorkThread::OnDone(napi_env env, napi_value, void* self, void*) {
  if (env == nullptr) return;
  try {
    static_cast<WorkThread*>(self)->TellDone(env);
  } catch (const Napi::Error&) {
    // The environment ends: nobody needs the result.
  }
}

void WorkThread::TellDone(Napi::Env env) {
  Jobs done;
  {
    const std::lock_guard lock(mutex_);
    done.swap(done_);
  }
  under_way_ -= done.size();
  if (under_way_ == 0) napi_unref_threadsafe_function(env, tell_);
  for (const std::unique_ptr<Job>& job : done) {
    const Napi::HandleScope scope(env);
    job->deferred.Resolve(AnswerOf(env, job->status, job->answer));
  }
}

}  // namespace gantt::binding
