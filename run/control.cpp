#include "run/control.hpp"

#include <algorithm>
#include <csignal>
#include <unistd.h>

#include "run/exit_code.hpp"
#include "solver/parallel/error.hpp"
#include "solver/parallel/heartbeat.hpp"

namespace isotherm {
namespace {

constexpr double seconds_per_round = 0.1;
/// Of the wall-clock limit: when a first checkpoint is written, whose time says when to stop.
constexpr double share_of_first_checkpoint = 0.1;

volatile std::sig_atomic_t checkpoint_wanted = 0;
volatile std::sig_atomic_t stop_wanted = 0;

extern "C" void on_checkpoint_signal(int) {
  checkpoint_wanted = 1;
}

extern "C" void on_stop_signal(int) {
  if (stop_wanted != 0) _exit(static_cast<int>(ExitCode::stopped));  // the second one: at once
  stop_wanted = 1;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

void catch_signals() {
  handle(SIGUSR1, on_checkpoint_signal);
  for (const int signal : {SIGUSR2, SIGTERM, SIGINT, SIGXCPU}) handle(signal, on_stop_signal);
  struct sigaction hang_up {};
  sigaction(SIGHUP, nullptr, &hang_up);
  if (hang_up.sa_handler != SIG_IGN) handle(SIGHUP, on_stop_signal);         // nohup's wish stands
  for (const int signal : {SIGXFSZ, SIGPIPE}) std::signal(signal, SIG_IGN);  // the write says what is wrong
}

bool stop_requested() {
  return stop_wanted != 0;
}

Control::Control(const Communicator& comm, Settings settings, std::int64_t step)
    : comm_(&comm), settings_(settings), begin_(WallClock::now()), last_round_step_(step), next_round_(step) {
  catch_signals();
  start_round(step);
}

Control::~Control() {
  if (request_ != MPI_REQUEST_NULL) MPI_Wait(&request_, MPI_STATUS_IGNORE);
}

double Control::elapsed() const {
  return std::chrono::duration<double>(WallClock::now() - begin_).count();
}

void Control::start_round(std::int64_t step) {
  const double now = elapsed();
  const auto steps = static_cast<double>(step - last_round_step_);
  const double pace = steps > 0.0 ? (now - last_round_) / steps : 0.0;  // seconds per step
  const double ahead = pace > 0.0 ? std::clamp(seconds_per_round / pace, 1.0, 4.0 * steps + 16.0) : 1.0;
  const bool wanted = checkpoint_wanted != 0;
  if (wanted) checkpoint_wanted = 0;  // a signal from now on counts for the next round
  mine_ = {wanted ? 1 : 0, stop_wanted, 0, failure_};
  if (comm_->is_root()) {
    mine_[2] = static_cast<std::int64_t>(ahead);
    if (settings_.checkpoint_every && now - last_checkpoint_ >= *settings_.checkpoint_every) mine_[0] = 1;
    // In time: this round acts one round later, and the checkpoint takes as long as the last one did.
    const double round = std::max(2.0 * seconds_per_round, now - last_round_);
    const double margin = 2.0 * checkpoint_cost_ + 2.0 * round + 1.0;
    if (settings_.walltime && now + margin >= *settings_.walltime) mine_[1] = 1;
    if (settings_.walltime && !cost_asked_for_ && now >= share_of_first_checkpoint * *settings_.walltime) {
      cost_asked_for_ = true;
      mine_[0] = 1;
    }
  }
  last_round_ = now;
  last_round_step_ = step;
  check_mpi(MPI_Iallreduce(mine_.data(), agreed_.data(), static_cast<int>(mine_.size()), MPI_INT64_T, MPI_MAX,
                           comm_->get(), &request_),
            "MPI_Iallreduce");
}

Orders Control::look(std::int64_t step) {
  if (step < next_round_) return {};
  check_mpi(MPI_Wait(&request_, MPI_STATUS_IGNORE), "MPI_Wait");
  beat();
  Orders orders{agreed_[0] != 0 || agreed_[1] != 0, agreed_[1] != 0, std::nullopt};
  if (agreed_[3] != 0) orders.failure = static_cast<ExitCode>(agreed_[3]);
  next_round_ = step + agreed_[2];
  start_round(step);
  return orders;
}

void Control::checkpoint_written(double seconds) {
  last_checkpoint_ = elapsed();
  cost_asked_for_ = true;
  checkpoint_cost_ = std::max(checkpoint_cost_, seconds);
}

}  // namespace isotherm
