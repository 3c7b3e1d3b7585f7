#include "devices/service/conversation.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices::wire {
namespace {

constexpr std::size_t kMostEarly = 32;
constexpr std::size_t kMostJobs = 4096;
constexpr std::size_t kMostEvents = 4096;

}  // namespace

void Conversation::tell(Command command) {
  const bool arms = std::holds_alternative<ArmReader>(command);
  const bool disarms = std::holds_alternative<DisarmReader>(command);
  if (arms || disarms) armed_ = arms;
  if (service_ == Service::Present) {
    carry(std::move(command));
  } else if (arms || disarms) {
    return;  // said when the service is there again
  } else if (service_ == Service::Awaited && early_.size() < kMostEarly) {
    early_.push_back(std::move(command));
  } else {
    refuse(command);
  }
}

void Conversation::carry(Command command) {
  if (auto* page = std::get_if<PrintPage>(&command)) return print(std::move(*page));
  if (const auto* drawer = std::get_if<OpenDrawer>(&command)) drawer_ = drawer->job;
  if (std::holds_alternative<BeginSignature>(command)) signing_ = true;
  if (std::holds_alternative<EndSignature>(command)) signing_ = false;
  outgoing_.push_back(std::move(command));
}

void Conversation::print(PrintPage page) {
  const auto known = jobs_.find(page.job);
  if (known != jobs_.end() && known->second.life != life_) {
    events_.push_back(
        PrintEnded{page.job, {Outcome::Unknown, Evidence::Nothing, PrintCause::Silent}});
    return;
  }
  // Ids grow, so the smallest is the oldest; nobody asks for it after thousands of others.
  if (jobs_.size() == kMostJobs) jobs_.erase(jobs_.begin());
  Job& job = jobs_[page.job];
  job.life = life_;
  job.answered = false;
  ++job.given;
  outgoing_.push_back(Command(std::move(page)));
}

// Told while the service is not there. Nothing was printed, and nothing will be.
void Conversation::refuse(const Command& command) {
  if (const auto* page = std::get_if<PrintPage>(&command)) {
    const auto known = jobs_.find(page->job);
    const bool given_before = known != jobs_.end();
    events_.push_back(PrintEnded{page->job,
                                 {given_before ? Outcome::Unknown : Outcome::NotPrinted,
                                  Evidence::Nothing, PrintCause::Silent}});
  } else if (const auto* drawer = std::get_if<OpenDrawer>(&command)) {
    events_.push_back(DrawerMoved{drawer->job, {DrawerOutcome::NotOpened, PrintCause::Silent}});
  } else if (std::holds_alternative<BeginSignature>(command)) {
    events_.push_back(SignatureLost{});
  }
}

void Conversation::on_unsent(const ToService& letter) {
  const auto* command = std::get_if<Command>(&letter);
  if (command == nullptr) return;
  if (const auto* page = std::get_if<PrintPage>(command)) {
    const auto known = jobs_.find(page->job);
    if (known != jobs_.end() && --known->second.given == 0) jobs_.erase(known);
  }
  if (std::holds_alternative<OpenDrawer>(*command)) drawer_.reset();
  if (std::holds_alternative<BeginSignature>(*command)) signing_ = false;
  refuse(*command);
}

void Conversation::on_letter(ToClient letter, Time now) {
  heard_ = now;
  if (const auto* pong = std::get_if<Pong>(&letter)) return on_pong(*pong);
  // Before the first Pong nothing is known of the service's life: its news wait for AskState.
  if (service_ == Service::Present) on_event(std::move(std::get<DeviceEvent>(letter)));
}

void Conversation::on_pong(const Pong& pong) {
  const bool anew = pong.life != life_;
  if (anew) end_jobs();
  if (anew) end_signature();
  const bool back = service_ != Service::Present;
  life_ = pong.life;
  service_ = Service::Present;
  if (!back && !anew) return;
  // Whatever the glass still shows of a visit that was given up here, nobody else may see.
  if (back) outgoing_.push_back(Command(EndSignature{}));
  outgoing_.push_back(Command(AskState{}));
  for (Command& command : std::exchange(early_, {}))
    carry(std::move(command));
  if (armed_) outgoing_.push_back(Command(ArmReader{}));
}

void Conversation::on_event(DeviceEvent event) {
  if (const auto* ended = std::get_if<PrintEnded>(&event)) {
    const auto known = jobs_.find(ended->job);
    // Not a page of this client, or one that was given up as Unknown: a person looks already.
    if (known == jobs_.end() || known->second.answered) return;
    known->second.answered = true;
  }
  if (const auto* moved = std::get_if<DrawerMoved>(&event)) {
    if (drawer_ != moved->job) return;
    drawer_.reset();
  }
  if (std::holds_alternative<SignatureLost>(event)) signing_ = false;
  if (events_.size() < kMostEvents) events_.push_back(std::move(event));
}

void Conversation::pass(Time now) {
  if (service_ != Service::Lost && now - heard_ >= kSilence) give_up();
  if (now - pinged_ < (service_ == Service::Present ? kPing : kCall)) return;
  pinged_ = now;
  outgoing_.push_back(Ping{});
}

void Conversation::give_up() {
  service_ = Service::Lost;
  events_.push_back(ServiceLost{});
  end_jobs();
  end_signature();
  for (const Command& command : std::exchange(early_, {}))
    refuse(command);
}

// Jobs without an answer: the page may be on paper or not.
void Conversation::end_jobs() {
  for (auto& [id, job] : jobs_) {
    if (std::exchange(job.answered, true)) continue;
    events_.push_back(PrintEnded{id, {Outcome::Unknown, Evidence::Nothing, PrintCause::Silent}});
  }
  if (const auto drawer = std::exchange(drawer_, std::nullopt)) {
    events_.push_back(DrawerMoved{*drawer, {DrawerOutcome::Unknown, PrintCause::Silent}});
  }
}

void Conversation::end_signature() {
  if (std::exchange(signing_, false)) events_.push_back(SignatureLost{});
}

std::vector<ToService> Conversation::outgoing() {
  return std::exchange(outgoing_, {});
}

std::vector<DeviceEvent> Conversation::take() {
  return std::exchange(events_, {});
}

}  // namespace slipway::devices::wire
